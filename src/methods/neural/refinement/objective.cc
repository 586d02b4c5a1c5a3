#include "methods/neural/refinement/objective.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/crew.h"
#include "methods/neural/refinement/colour.h"
#include "methods/neural/refinement/upscale.h"

namespace mote::neural::refinement {
namespace {

constexpr double kLeastSimilarity = 0.05;  // 1 / S - 1 turns negative with S
constexpr double kSmallError = 1.0 / 255;

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

Channels LabOf(const Planes& rgb) {
  Channels channels = MakeChannels(rgb.size);
  ShareRows(rgb.size.height, [&](uint32_t begin, uint32_t end) {
    ChannelWriter writer(channels);
    for (uint32_t y = begin; y < end; ++y) {
      LabRow(RowsOf(rgb, y), rgb.size.width, writer.Row(y));
      writer.Finish(y);
    }
  });
  return channels;
}

void Subtract(const Channels& reference, Channels& channels) {
  for (size_t c = 0; c < channels.size(); ++c) {
    const float* subtracted = reference[c].samples.data();
    float* samples = channels[c].samples.data();
    for (size_t i = 0; i < channels[c].samples.size(); ++i) samples[i] -= subtracted[i];
  }
}

}  // namespace

Objective::Objective(PlaneView<const uint8_t> reference, double error_weight)
    : error_weight_(error_weight),
      reference_(FloatPlanes(reference)),
      reference_lab_(LabOf(reference_)),
      lab_(reference_lab_) {
  assert(reference.channels == 3);
}

Channels Objective::LabDifferences(const Planes& test) const {
  Channels differences = LabOf(test);
  Subtract(reference_lab_, differences);
  return differences;
}

double Objective::MeanSquare(const Planes& test) const {
  std::vector<double> rows(test.size.height);  // to be added in the same order with any number of threads
  ShareTurns(test.size.height,
             [&](uint32_t y) { rows[y] = SquaredErrorOfRow(RowsOf(test, y), RowsOf(reference_, y), test.size.width); });
  return std::accumulate(rows.begin(), rows.end(), 0.0) / samples();
}

Objective::Value Objective::ValueOf(double similarity, double mean_square) const {
  Value value;
  value.dssim = 1.0 / std::clamp(similarity, kLeastSimilarity, 1.0) - 1.0;
  value.error = std::sqrt(mean_square + kSmallError * kSmallError) - kSmallError;
  value.total = value.dssim + error_weight_ * value.error;
  return value;
}

void Objective::SlopesToTest(const Channels& lab, double lab_factor, double mean_square, Planes& test) const {
  const double by_difference = error_weight_ / std::sqrt(mean_square + kSmallError * kSmallError) / samples();
  ShareRows(test.size.height, [&](uint32_t begin, uint32_t end) {
    ChannelReader reader(lab);
    for (uint32_t y = begin; y < end; ++y) {
      const RowSlopes row{reader.Row(y), static_cast<float>(lab_factor), static_cast<float>(by_difference)};
      SlopesToRgb(row, RowsOf(reference_, y), test.size.width, {test.row(0, y), test.row(1, y), test.row(2, y)});
    }
  });
}

Objective::Value Objective::Evaluate(const Planes& raster, Planes& gradient) const {
  assert(raster.count == 3);
  const Upscale upscale(raster.size, reference_.size);
  Planes test = upscale.Apply(raster);
  const double mean_square = MeanSquare(test);
  Channels slopes = LabDifferences(test);
  const double similarity = 1.0 - lab_.DissimilarityAndGradient(slopes);
  SlopesToTest(slopes, similarity >= kLeastSimilarity ? 1.0 / (similarity * similarity) : 0.0, mean_square, test);
  gradient = upscale.Adjoint(test);
  return ValueOf(similarity, mean_square);
}

Objective::Value Objective::Measure(const Planes& raster) const {
  assert(raster.count == 3);
  const Planes test = Upscale(raster.size, reference_.size).Apply(raster);
  return ValueOf(1.0 - lab_.Dissimilarity(LabDifferences(test)), MeanSquare(test));
}

}  // namespace mote::neural::refinement
