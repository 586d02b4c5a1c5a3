#include "methods/neural/encoder_search.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "methods/neural/analysis.h"
#include "methods/neural/context.h"
#include "methods/neural/decoder.h"
#include "methods/neural/encoder_symbols.h"
#include "methods/neural/geometry.h"
#include "methods/neural/synthesis.h"
#include "resample/lanczos.h"

namespace mote::neural {
namespace {

// Bits of a position at a middling level, measured over photographs.
constexpr double kTypicalBits = 85;
// Bits grow about so much from the coarsest level to the finest, as a power of e; the search's first guess of a slope.
constexpr double kTypicalSlope = 1.9 / 255;
// So many levels are guessed before the bracket is halved.
constexpr int kGuesses = 6;

struct Coded {
  uint8_t level;
  std::vector<uint8_t> symbols;
  Tensor latents;
};

Coded CodeAt(const Network& network, const Thresholds& thresholds, const Tensor& analysed, uint8_t level) {
  SymbolWriter writer(network, thresholds, analysed, level);
  Tensor latents = CodeLatents(network, analysed.size(), level, writer);
  return {level, std::move(writer).Finish(), std::move(latents)};
}

// How many levels finer symbols of `bytes` could be, for all that is known, to take `max_bytes`.
int LevelsAhead(size_t bytes, size_t max_bytes) {
  const double ratio = std::max(static_cast<double>(max_bytes), 0.5) / std::max(static_cast<double>(bytes), 1.0);
  return static_cast<int>(std::floor(std::log(ratio) / kTypicalSlope));
}

// At the finest level whose symbols take at most `max_bytes`; or, if not even the coarsest does, at that one, cut.
Coded FinestThatFits(const Network& network, const Thresholds& thresholds, const Tensor& analysed, size_t max_bytes) {
  std::optional<Coded> best;
  int fits = -1, exceeds = 256;  // levels up to `fits` fit, those from `exceeds` on do not
  int level = 128;
  for (int tried = 1; fits + 1 < exceeds; ++tried) {
    Coded coded = CodeAt(network, thresholds, analysed, static_cast<uint8_t>(level));
    const int guess = level + LevelsAhead(coded.symbols.size(), max_bytes);
    if (coded.symbols.size() <= max_bytes) {
      fits = level;
      best = std::move(coded);
    } else {
      exceeds = level;
    }
    level = tried < kGuesses ? std::clamp(guess, fits + 1, std::max(fits + 1, exceeds - 1)) : (fits + exceeds) / 2;
  }
  if (best) return *std::move(best);
  Coded cut = CodeAt(network, thresholds, analysed, 0);
  cut.symbols.resize(max_bytes);
  // What a decoder makes of the beginning.
  cut.latents = ReadLatents(network, {analysed.size(), 0, cut.symbols}).values;
  return cut;
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

Attempt Judged(const Network& network, const refinement::Objective& objective, Attempt attempt, const Tensor& latents) {
  attempt.distortion = objective.Measure(ToPlanes(Synthesise(network, latents, attempt.level))).total;
  return attempt;
}

uint32_t RasterSearch::MostLongPositions() const {
  uint32_t most = kMostLongPositions;
  while (most > 1 && PositionsFor(original_, most).pixels() > kMostPositions) --most;
  // A raster larger than the picture has nothing more to show, but takes a finer step than the finest level: up to four
  // times as large.
  const uint32_t long_side = std::max(original_.width, original_.height);
  return std::min(most, (4 * long_side + kStride - 1) / kStride);
}

uint32_t RasterSearch::TypicalLongPositions() const {
  const double positions = 8.0 * static_cast<double>(max_bytes_) / kTypicalBits;
  const double long_side = std::max(original_.width, original_.height);
  const double short_side = std::min(original_.width, original_.height);
  const double along = std::sqrt(positions * long_side / short_side);
  return static_cast<uint32_t>(std::clamp(std::lround(along), 1l, static_cast<long>(MostLongPositions())));
}

Attempt RasterSearch::Try(uint32_t long_positions, double price) const {
  const Network& network = TheNetwork();
  const Size positions = PositionsFor(original_, long_positions);
  const Image raster = ResizeLanczos(working_, RasterFor(positions));
  const Tensor analysed = Analyse(TheAnalysis(), raster.view());
  Coded coded = FinestThatFits(network, MakeThresholds(network, price), analysed, max_bytes_);
  return Judged(network, objective_, {long_positions, coded.level, std::move(coded.symbols)}, coded.latents);
}

}  // namespace mote::neural
