#include "methods/neural/encoder_search.h"

#include <algorithm>
#include <cmath>

#include "methods/neural/analysis.h"
#include "methods/neural/context.h"
#include "methods/neural/decoder.h"
#include "methods/neural/encoder_symbols.h"
#include "methods/neural/geometry.h"
#include "methods/neural/synthesis.h"
#include "metrics/dssim2016.h"
#include "resample/lanczos.h"

namespace mote::neural {
namespace {

// Bits of a position at a middling level, measured over photographs.
constexpr double kTypicalBits = 85;
// Bits grow about so much from the coarsest level to the finest, as a power of e; the search's first guess of a slope.
constexpr double kTypicalSlope = 1.9 / 255;

struct Coded {
  std::vector<uint8_t> symbols;
  Tensor latents;
};

Coded CodeAt(const Network& network, const Thresholds& thresholds, const Tensor& analysed, uint8_t level) {
  SymbolWriter writer(network, thresholds, analysed, level);
  Tensor latents = CodeLatents(network, analysed.size(), level, writer);
  return {std::move(writer).Finish(), std::move(latents)};
}

}  // namespace

uint32_t RasterSearch::MostLongPositions() const {
  uint32_t most = kMostLongPositions;
  while (most > 1 && PositionsFor(original_, most).pixels() > kMostPositions) --most;
  // A raster larger than the picture has nothing more to show.
  const uint32_t long_side = std::max(original_.width, original_.height);
  return std::min(most, (long_side + kStride - 1) / kStride);
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
  const Thresholds thresholds = MakeThresholds(network, price);
  const Size positions = PositionsFor(original_, long_positions);
  const Image raster = ResizeLanczos(working_, RasterFor(positions));
  const Tensor analysed = Analyse(TheAnalysis(), raster.view());

  // Levels below `fits` fit, those from `exceeds` on do not.
  int fits = -1, exceeds = 256, level = 128;
  Coded best{{}, Tensor({1, 1}, 1)};
  while (fits + 1 < exceeds) {
    Coded coded = CodeAt(network, thresholds, analysed, static_cast<uint8_t>(level));
    const auto bytes = static_cast<double>(coded.symbols.size());
    if (coded.symbols.size() <= max_bytes_) {
      fits = level;
      best = std::move(coded);
    } else {
      exceeds = level;
    }
    // The next guess, by the size just seen; always strictly between.
    const double ahead =
        std::log(std::max(static_cast<double>(max_bytes_), 0.5) / std::max(bytes, 1.0)) / kTypicalSlope;
    const int guess = level + static_cast<int>(std::floor(ahead));
    const int middle = (fits + exceeds) / 2;
    const bool halve = guess <= fits || guess >= exceeds;
    level =
        std::clamp(halve ? (std::abs(ahead) < 8 ? (level == fits ? fits + 1 : exceeds - 1) : middle) : guess, 0, 255);
    if (level <= fits) level = fits + 1;
    if (level >= exceeds) level = exceeds - 1;
  }
  if (fits < 0) {
    best = CodeAt(network, thresholds, analysed, 0);
    fits = 0;
    if (best.symbols.size() > max_bytes_) {
      // What a decoder makes of the beginning, then.
      best.symbols.resize(max_bytes_);
      best.latents = ReadLatents(network, {positions, 0, best.symbols}).values;
    }
  }
  const Image decoded = Synthesise(network, best.latents, static_cast<uint8_t>(fits));
  const Image shown = ResizeLanczos(decoded.view(), working_.size);
  return {long_positions, static_cast<uint8_t>(fits), std::move(best.symbols), Dssim2016(working_, shown.view())};
}

}  // namespace mote::neural
