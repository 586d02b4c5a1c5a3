#include "methods/neural/encoder_search.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "methods/neural/analysis.h"
#include "methods/neural/context.h"
#include "methods/neural/decoder.h"
#include "methods/neural/encoder_landing.h"
#include "methods/neural/encoder_symbols.h"
#include "methods/neural/geometry.h"
#include "methods/neural/refinement/rates.h"
#include "methods/neural/synthesis.h"
#include "resample/lanczos.h"

namespace mote::neural {
namespace {

// Bits of a position at a middling level, measured over photographs.
constexpr double kTypicalBits = 85;
// The price of a bit that does well for most pictures (docs/ablations.md).
constexpr double kPrice = 0.03;
// Over rasters, bits grow with such a power of the positions.
constexpr double kBitsByPositions = 0.65;
// Above so many positions a raster must be so much better for more of them, as their power: refinement gains less
// there, as its steps are dearer, and the published score and SSIMULACRA2 are worse at the same objective
// (docs/ablations.md).
constexpr double kFreePositions = 400;
constexpr double kLean = 0.08;
// So many levels are guessed before the bracket is halved.
constexpr int kGuesses = 6;
// The level that is looked at first where nothing is known.
constexpr int kFirstLevel = 180;
// Rasters are compared by streams that take at least this part of the budget, and by what the rest of it would be
// worth.
constexpr double kRoughShare = 0.975;

constexpr int kMostLevel = 255;

struct Fitted {
  uint8_t level;
  CodedLatents coded;
};

// What is known of a level: its symbols' bytes, at least one.
struct Measured {
  int level;
  size_t bytes;
};

// How much a level more adds to the logarithm of the bytes, between one level and a finer one.
double SlopeBetween(const Measured& coarser, const Measured& finer) {
  const double ratio = static_cast<double>(finer.bytes) / static_cast<double>(coarser.bytes);
  return std::max(std::log(ratio) / (finer.level - coarser.level), refinement::kBitsByLevel / 16);
}

// Where, for all that is known, symbols take `bytes`.
int LevelAt(double bytes, const Measured& known, double slope) {
  return known.level + static_cast<int>(std::floor(std::log(bytes / static_cast<double>(known.bytes)) / slope));
}

// At a level whose symbols take `least_bytes` to `max_bytes`, or else at the finest whose symbols take at most
// `max_bytes`; or, if not even the coarsest does, at that one, cut. `level`: where to look first. `pace`: nothing for
// the one that suits the first stream.
Fitted FitLevel(const Network& network, const Tensor& analysed, size_t least_bytes, size_t max_bytes, int level,
                std::optional<int> pace) {
  std::optional<Fitted> best;
  std::optional<Measured> fits, exceeds, last;
  const double aim = std::sqrt(std::max(static_cast<double>(least_bytes) * static_cast<double>(max_bytes), 0.25));
  for (int tried = 1;; ++tried) {
    CodedLatents coded = WriteLatents(network, analysed, static_cast<uint8_t>(level), kPrice, pace);
    const size_t bytes = coded.symbols.size();
    pace = coded.pace;
    const Measured measured{level, std::max<size_t>(bytes, 1)};
    (bytes <= max_bytes ? fits : exceeds) = measured;
    if (bytes <= max_bytes) best = Fitted{static_cast<uint8_t>(level), std::move(coded)};
    const int low = fits ? fits->level + 1 : 0, high = exceeds ? exceeds->level - 1 : 255;
    if (low > high || (bytes >= least_bytes && bytes <= max_bytes)) break;
    const double slope = !last                 ? refinement::kBitsByLevel
                         : last->level < level ? SlopeBetween(*last, measured)
                                               : SlopeBetween(measured, *last);
    last = measured;
    level = tried < kGuesses ? std::clamp(LevelAt(aim, measured, slope), low, high) : (low + high) / 2;
  }
  if (best) return *std::move(best);
  CodedLatents cut = WriteLatents(network, analysed, 0, kPrice, pace);
  cut.symbols.resize(max_bytes);
  // What a decoder makes of the beginning.
  cut.latents = ReadLatents(network, {analysed.size(), 0, cut.symbols}).values;
  return {0, std::move(cut)};
}

refinement::Planes ToPlanes(const Image& image) {
  refinement::Planes planes(image.size(), kRasterComponents);
  for (uint32_t y = 0; y < image.size().height; ++y) {
    const uint8_t* source = image.view().row(y);
    for (uint32_t component = 0; component < kRasterComponents; ++component) {
      float* target = planes.row(component, y);
      for (uint32_t x = 0; x < image.size().width; ++x) {
        target[x] = static_cast<float>(source[size_t{kRasterComponents} * x + component]) / 255;
      }
    }
  }
  return planes;
}

}  // namespace

std::shared_ptr<const Tensor> Commission::Analysed(uint32_t long_positions) const {
  const Image raster = ResizeLanczos(working, RasterFor(PositionsFor(original, long_positions)));
  return std::make_shared<const Tensor>(Analyse(TheAnalysis(), raster.view()));
}

Attempt Judged(const Network& network, const refinement::Objective& objective, Attempt attempt, const Tensor& latents) {
  attempt.distortion = objective.Measure(ToPlanes(Synthesise(network, latents, attempt.level))).total;
  return attempt;
}

uint32_t RasterSearch::MostLongPositions() const {
  uint32_t most = kMostLongPositions;
  while (most > 1 && PositionsFor(commission_.original, most).pixels() > kMostPositions) --most;
  // A raster larger than the picture has nothing more to show, but takes a finer step than the finest level: up to four
  // times as large.
  const uint32_t long_side = std::max(commission_.original.width, commission_.original.height);
  return std::min(most, (4 * long_side + kStride - 1) / kStride);
}

uint32_t RasterSearch::TypicalLongPositions() const {
  const double positions = 8.0 * static_cast<double>(commission_.max_bytes) / kTypicalBits;
  const double long_side = std::max(commission_.original.width, commission_.original.height);
  const double short_side = std::min(commission_.original.width, commission_.original.height);
  const double along = std::sqrt(positions * long_side / short_side);
  return static_cast<uint32_t>(std::clamp(std::lround(along), 1l, static_cast<long>(MostLongPositions())));
}

uint32_t RasterSearch::Beside(uint32_t long_positions, double ratio) const {
  const auto scaled = static_cast<int64_t>(std::lround(long_positions * ratio));
  const int64_t other = ratio > 1 ? std::max<int64_t>(scaled, int64_t{long_positions} + 1)
                                  : std::min<int64_t>(scaled, int64_t{long_positions} - 1);
  return static_cast<uint32_t>(std::clamp<int64_t>(other, 1, MostLongPositions()));
}

Attempt RasterSearch::Try(uint32_t long_positions) const { return Fit(long_positions, kFirstLevel, std::nullopt); }

Attempt RasterSearch::Try(uint32_t long_positions, const Attempt& near) const {
  const auto positions = [&](uint32_t along) {
    return static_cast<double>(PositionsFor(commission_.original, along).pixels());
  };
  const double ratio = positions(near.long_positions) / positions(long_positions);
  const int level = near.level + static_cast<int>(kBitsByPositions * std::log(ratio) / refinement::kBitsByLevel);
  return Fit(long_positions, std::clamp(level, 0, kMostLevel), near.pace);
}

Attempt RasterSearch::Finish(const Attempt& attempt) const {
  const std::shared_ptr<const Tensor> analysed = commission_.Analysed(attempt);
  CodedLatents coded{attempt.symbols, Tensor({0, 0}, 0), kPrice, attempt.pace};
  coded = Land(std::move(coded), commission_.max_bytes, [&](double price) {
    return WriteLatents(commission_.network, *analysed, attempt.level, price, attempt.pace);
  });
  Attempt finished = attempt;
  finished.symbols = std::move(coded.symbols);
  return finished;
}

double RasterSearch::Prospect(const Attempt& attempt) const {
  const auto positions = static_cast<double>(PositionsFor(commission_.original, attempt.long_positions).pixels());
  const double leaning = attempt.distortion * std::pow(std::max(positions, kFreePositions), kLean);
  if (attempt.level == kMostLevel) return leaning;  // there is nothing that the rest could be spent on
  const double share =
      static_cast<double>(attempt.symbols.size()) / static_cast<double>(std::max<size_t>(commission_.max_bytes, 1));
  return leaning * std::pow(std::max(share, kRoughShare), refinement::kElasticity);
}

size_t RasterSearch::RoughBytes() const {
  return static_cast<size_t>(kRoughShare * static_cast<double>(commission_.max_bytes));
}

Attempt RasterSearch::Fit(uint32_t long_positions, int first_level, std::optional<int> pace) const {
  const std::shared_ptr<const Tensor> analysed = commission_.Analysed(long_positions);
  Fitted fitted = FitLevel(commission_.network, *analysed, RoughBytes(), commission_.max_bytes, first_level, pace);
  Attempt attempt{long_positions, fitted.level, std::move(fitted.coded.symbols), 0, fitted.coded.pace, analysed};
  if (commission_.objective == nullptr) return attempt;
  return Judged(commission_.network, *commission_.objective, std::move(attempt), fitted.coded.latents);
}

}  // namespace mote::neural
