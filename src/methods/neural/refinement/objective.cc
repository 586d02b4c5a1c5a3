#include "methods/neural/refinement/objective.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>
#include <utility>
#include <vector>

#include "base/crew.h"
#include "methods/neural/refinement/colour.h"
#include "methods/neural/refinement/upscale.h"

namespace mote::neural::refinement {
namespace {

constexpr Pyramids::Options kLabOptions = {.weights = {1.0, 0.95, 0.95}, .blur_colour = true};
constexpr Pyramids::Options kYccOptions = {.weights = {0.8, 0.1, 0.1}, .blur_colour = false};
constexpr double kLeastSimilarity = 0.05;  // 1 / S - 1 turns negative with S

Planes FloatPlanes(PlaneView<const uint8_t> picture) {
  Planes planes(picture.size, 3);
  for (uint32_t y = 0; y < picture.size.height; ++y) {
    for (uint32_t c = 0; c < 3; ++c) {
      const uint8_t* sample = picture.row(y) + c;
      float* row = planes.row(c, y);
      for (uint32_t x = 0; x < picture.size.width; ++x) row[x] = static_cast<float>(sample[3 * size_t{x}]) / 255.0f;
    }
  }
  return planes;
}

ConstRows RowsOf(const Planes& planes, uint32_t y) { return {planes.row(0, y), planes.row(1, y), planes.row(2, y)}; }

// Takes rows of three channels at full size one after the other, from an even one on, and leaves them in `channels`,
// colour halved.
class ChannelWriter {
 public:
  explicit ChannelWriter(Channels& channels)
      : channels_(channels),
        is_halved_(ColourIsHalved(channels[0].size)),
        width_(channels[0].size.width),
        colour_(4 * width_) {}

  // Where row y is to be written.
  [[nodiscard]] Rows Row(uint32_t y) {
    if (!is_halved_) return {channels_[0].row(0, y), channels_[1].row(0, y), channels_[2].row(0, y)};
    return {channels_[0].row(0, y), colour(0, y), colour(1, y)};
  }

  // Call it when row y is there.
  void Finish(uint32_t y) {
    if (!is_halved_ || y % 2 == 0) return;
    for (uint32_t i = 0; i < 2; ++i) {
      Planes& half = channels_[1 + i];
      HalveRows(colour(i, y - 1), colour(i, y), half.size.width, half.row(0, y / 2));
    }
  }

 private:
  [[nodiscard]] float* colour(uint32_t channel, uint32_t y) {
    return colour_.data() + (2 * size_t{channel} + y % 2) * width_;
  }

  Channels& channels_;
  bool is_halved_;
  size_t width_;
  std::vector<float> colour_;  // two rows of each channel of colour
};

// The way back: rows at full size of slopes with respect to Channels, by the adjoint of halving; from an even one on.
class ChannelReader {
 public:
  explicit ChannelReader(const Channels& channels)
      : channels_(channels), width_(channels[0].size.width), colour_(2 * width_) {}

  // Row y of each; it stays until the next call.
  [[nodiscard]] ConstRows Row(uint32_t y) {
    const Size full = channels_[0].size;
    if (!ColourIsHalved(full)) return {channels_[0].row(0, y), channels_[1].row(0, y), channels_[2].row(0, y)};
    float* const rows[2] = {colour_.data(), colour_.data() + width_};
    for (uint32_t i = 0; i < 2; ++i) {
      const Planes& half = channels_[1 + i];
      if (y / 2 < half.size.height) {
        if (y % 2 == 0) SpreadRow(half.row(0, y / 2), width_, rows[i]);
      } else {
        std::fill_n(rows[i], width_, 0.0f);  // an odd last row
      }
    }
    return {channels_[0].row(0, y), rows[0], rows[1]};
  }

 private:
  const Channels& channels_;
  size_t width_;
  std::vector<float> colour_;
};

// Shares the rows of a picture among threads, as runs (begin, end) that begin at even ones, for colour is halved by
// pairs.
template <typename Function>
void ShareRows(uint32_t height, Function function) {
  ShareRuns((height + 1) / 2, [&](uint32_t begin, uint32_t end) { function(2 * begin, std::min(2 * end, height)); });
}

// Channels that `write` leaves of row y, where Rows say. Any thread may call it.
template <typename Function>
Channels ChannelsOf(Size size, Function write) {
  Channels channels = MakeChannels(size);
  ShareRows(size.height, [&](uint32_t begin, uint32_t end) {
    ChannelWriter writer(channels);
    for (uint32_t y = begin; y < end; ++y) {
      write(y, writer.Row(y));
      writer.Finish(y);
    }
  });
  return channels;
}

Channels LabOf(const Planes& rgb) {
  return ChannelsOf(rgb.size, [&](uint32_t y, const Rows& lab) { LabRow(RowsOf(rgb, y), rgb.size.width, lab); });
}

void Subtract(const Channels& reference, Channels& channels) {
  for (size_t c = 0; c < channels.size(); ++c) {
    const float* subtracted = reference[c].samples.data();
    float* samples = channels[c].samples.data();
    for (size_t i = 0; i < channels[c].samples.size(); ++i) samples[i] -= subtracted[i];
  }
}

// From the difference to black: luma and chroma themselves.
Channels YccOf(const Planes& rgb) {
  const std::vector<float> black(rgb.size.width, 0.0f);
  Channels ycc = ChannelsOf(rgb.size, [&](uint32_t y, const Rows& difference) {
    YccDifferenceRow(RowsOf(rgb, y), {black.data(), black.data(), black.data()}, rgb.size.width, difference);
  });
  for (size_t c = 1; c < ycc.size(); ++c) {
    for (float& sample : ycc[c].samples) sample += 0.5f;  // SSIM is defined on samples that are not negative
  }
  return ycc;
}

}  // namespace

Objective::Objective(PlaneView<const uint8_t> reference, const ObjectiveWeights& weights)
    : weights_(weights), reference_(FloatPlanes(reference)) {
  assert(reference.channels == 3);
  if (weights.dssim != 0.0) {
    reference_lab_ = LabOf(reference_);
    lab_.emplace(reference_lab_, kLabOptions);
  }
  if (weights.ms_ssim != 0.0) ycc_.emplace(YccOf(reference_), kYccOptions);
}

Objective::Differences Objective::Compare(const Planes& test) const {
  Differences differences;
  if (lab_) {
    differences.lab = LabOf(test);
    Subtract(reference_lab_, differences.lab);
  }
  std::vector<double> row_squares(test.size.height);  // to be added in the same order with any number of threads
  differences.ycc = ChannelsOf(test.size, [&](uint32_t y, const Rows& difference) {
    row_squares[y] = YccDifferenceRow(RowsOf(test, y), RowsOf(reference_, y), test.size.width, difference);
  });
  differences.squares = std::accumulate(row_squares.begin(), row_squares.end(), 0.0);
  return differences;
}

Objective::Value Objective::Sum(Value parts) const {
  parts.total = weights_.dssim * parts.dssim + weights_.ms_ssim * parts.ms_ssim + weights_.mse * parts.mse;
  return parts;
}

void Objective::SlopesToTest(const Differences& slopes, double lab_factor, Planes& test) const {
  const uint32_t width = test.size.width;
  const std::vector<float> nothing(width, 0.0f);
  const ConstRows no_slopes = {nothing.data(), nothing.data(), nothing.data()};
  ShareRows(test.size.height, [&](uint32_t begin, uint32_t end) {
    ChannelReader lab(slopes.lab), ycc(slopes.ycc);
    RowSlopes row;
    row.lab_factor = static_cast<float>(lab_factor);
    row.squares = static_cast<float>(2.0 * weights_.mse / samples());
    for (uint32_t y = begin; y < end; ++y) {
      row.lab = lab_ ? lab.Row(y) : no_slopes;
      row.ycc = ycc_ ? ycc.Row(y) : no_slopes;
      SlopesToRgb(row, RowsOf(reference_, y), width, {test.row(0, y), test.row(1, y), test.row(2, y)});
    }
  });
}

// Each takes about as long, so two threads end at the same time.
void Objective::SideBySide(const std::function<void()>& measure_lab, const std::function<void()>& measure_ycc) const {
  if (lab_ && ycc_) {
    ShareTurns(2, [&](uint32_t part) { part == 0 ? measure_lab() : measure_ycc(); });
  } else if (lab_) {
    measure_lab();
  } else if (ycc_) {
    measure_ycc();
  }
}

Objective::Value Objective::Evaluate(const Planes& raster, Planes& gradient) const {
  assert(raster.count == 3);
  const Upscale upscale(raster.size, reference_.size);
  Planes test = upscale.Apply(raster);
  Differences differences = Compare(test);
  Value value;
  double lab_factor = 0.0;
  const auto measure_lab = [&] {
    const double similarity = 1.0 - lab_->DissimilarityAndGradient(differences.lab, 1.0);
    const double bounded = std::clamp(similarity, kLeastSimilarity, 1.0);
    value.dssim = 1.0 / bounded - 1.0;
    if (similarity >= kLeastSimilarity) lab_factor = weights_.dssim / (bounded * bounded);
  };
  const auto measure_ycc = [&] { value.ms_ssim = ycc_->DissimilarityAndGradient(differences.ycc, weights_.ms_ssim); };
  SideBySide(measure_lab, measure_ycc);
  value.mse = differences.squares / samples();
  SlopesToTest(differences, lab_factor, test);
  gradient = upscale.Adjoint(test);
  return Sum(value);
}

Objective::Value Objective::Measure(const Planes& raster) const {
  assert(raster.count == 3);
  Differences differences = Compare(Upscale(raster.size, reference_.size).Apply(raster));
  Value value;
  const auto measure_lab = [&] {
    const double similarity = 1.0 - lab_->Dissimilarity(std::move(differences.lab));
    value.dssim = 1.0 / std::clamp(similarity, kLeastSimilarity, 1.0) - 1.0;
  };
  const auto measure_ycc = [&] { value.ms_ssim = ycc_->Dissimilarity(std::move(differences.ycc)); };
  SideBySide(measure_lab, measure_ycc);
  value.mse = differences.squares / samples();
  return Sum(value);
}

}  // namespace mote::neural::refinement
