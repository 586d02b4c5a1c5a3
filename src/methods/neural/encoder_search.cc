#include "methods/neural/encoder_search.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "methods/neural/analysis.h"
#include "methods/neural/context.h"
#include "methods/neural/decoder.h"
#include "methods/neural/encoder_landing.h"
#include "methods/neural/encoder_spread.h"
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
// A stream's bits over the latents' spread where nothing is known; and with such a power of a raster's positions that
// falls.
constexpr double kBitsBySpread = 2.65;
constexpr double kFewerBitsByPositions = 0.11;
// Above so many positions a raster must be so much better for more of them, as their power: refinement gains less
// there, as its steps are dearer, and the published score and SSIMULACRA2 are worse at the same objective
// (docs/ablations.md).
constexpr double kFreePositions = 400;
constexpr double kLean = 0.08;
// So many levels are guessed before the bracket is halved.
constexpr int kGuesses = 6;
// Rasters are compared by streams that take at least this part of the budget, and by what the rest of it would be
// worth.
constexpr double kRoughShare = 0.975;

// How many times the spread a stream's bits are, of `bytes`, at least one.
double BitsBySpread(size_t bytes, double spread) {
  constexpr double kLeastSpread = 1e-3;  // of a plain picture
  return 8 * static_cast<double>(std::max<size_t>(bytes, 1)) / std::max(spread, kLeastSpread);
}

struct Fitted {
  uint8_t level;
  CodedLatents coded;
};

// At a level whose symbols take `least_bytes` to `max_bytes`, or else at the finest whose symbols take at most
// `max_bytes`; or, if not even the coarsest does, at that one, cut. `bits_by_spread`: about how many times the spread a
// stream's bits are. `pace`: nothing for the one that suits the first stream.
Fitted FitLevel(const Network& network, const Tensor& analysed, size_t least_bytes, size_t max_bytes,
                double bits_by_spread, std::optional<int> pace) {
  std::optional<Fitted> best;
  const double aim = 8 * std::sqrt(std::max(static_cast<double>(least_bytes) * static_cast<double>(max_bytes), 0.25));
  Spread spread(network, analysed);
  int low = 0, high = kMostLevel;  // between which the finest that fits is, if it is none that was written
  for (int tried = 0; low <= high; ++tried) {
    const int guess = tried < kGuesses ? spread.FinestWithin(aim / bits_by_spread) : (low + high) / 2;
    const auto level = static_cast<uint8_t>(std::clamp(guess, low, high));
    CodedLatents coded = WriteLatents(network, analysed, level, kPrice, pace);
    const size_t bytes = coded.symbols.size();
    pace = coded.pace;
    bits_by_spread = BitsBySpread(bytes, spread.At(level));
    const bool fits = bytes <= max_bytes;
    if (fits) best = Fitted{level, std::move(coded)};
    if (fits && bytes >= least_bytes) break;
    (fits ? low : high) = fits ? level + 1 : level - 1;
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

Attempt RasterSearch::Try(uint32_t long_positions) const { return Fit(long_positions, kBitsBySpread, std::nullopt); }

Attempt RasterSearch::Try(uint32_t long_positions, const Attempt& near) const {
  const auto positions = [&](uint32_t along) {
    return static_cast<double>(PositionsFor(commission_.original, along).pixels());
  };
  const double near_spread = Spread(commission_.network, *commission_.Analysed(near)).At(near.level);
  const double ratio = positions(near.long_positions) / positions(long_positions);
  return Fit(long_positions, BitsBySpread(near.symbols.size(), near_spread) * std::pow(ratio, kFewerBitsByPositions),
             near.pace);
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

Attempt RasterSearch::Fit(uint32_t long_positions, double bits_by_spread, std::optional<int> pace) const {
  const std::shared_ptr<const Tensor> analysed = commission_.Analysed(long_positions);
  Fitted fitted = FitLevel(commission_.network, *analysed, RoughBytes(), commission_.max_bytes, bits_by_spread, pace);
  Attempt attempt{long_positions, fitted.level, std::move(fitted.coded.symbols), 0, fitted.coded.pace, analysed};
  if (commission_.objective == nullptr) return attempt;
  return Judged(commission_.network, *commission_.objective, std::move(attempt), fitted.coded.latents);
}

}  // namespace mote::neural
