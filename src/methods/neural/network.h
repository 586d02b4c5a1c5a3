// The network of method `neural`: its layers, unpacked from the file of weights that is compiled in (spec/neural.md,
// section 6). The file is pinned by a test, so a defect in it is a defect of the library: Parse says which by an empty
// result.
#ifndef MOTE_METHODS_NEURAL_NETWORK_H_
#define MOTE_METHODS_NEURAL_NETWORK_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "methods/neural/layer.h"

namespace mote::neural {

inline constexpr uint32_t kStride = 16;                       // raster pixels to one latent position, along each axis
inline constexpr int32_t kUnit = 64;                          // of a latent: one quantiser step
inline constexpr uint32_t kScales = 64;                       // of the context model's densities
inline constexpr int32_t kMostDecided = 16;                   // magnitudes up to here are decided one by one
inline constexpr int32_t kLogitUnit = 256;                    // of logits: natural logarithms of odds
inline constexpr int32_t kLeastMixedLogit = -7 * kLogitUnit;  // less likely decisions are taken as the density has them
inline constexpr uint32_t kMixerInputs = 8;
inline constexpr int32_t kMagnitudeMixers = 3;  // of decisions whether a magnitude exceeds 0, 1, and any more
inline constexpr uint32_t kSignMixer = 3;
inline constexpr uint32_t kMixers = 4;
inline constexpr uint32_t kRasterComponents = 3;  // luma, Cb, Cr
inline constexpr int32_t kRasterUnit = 4096;      // of the raster's components
inline constexpr uint32_t kCausalPlaces = 12;     // of a 5x5 neighbourhood, before its centre

struct Residual {
  Layer first, second;
};

// One of the synthesis's climbs to twice the size, and what follows it.
struct Stage {
  Layer climb;  // shuffled
  std::vector<Residual> residuals;
};

struct Synthesis {
  Layer linear, first;
  std::vector<Residual> residuals;
  std::array<Stage, 3> stages;  // the last one's residuals come after `join`
  Layer join, head;
};

struct GroupContext {
  uint32_t start = 0;  // the group's first channel
  uint32_t count = 0;  // its channels
  Layer own, earlier, mix1, mix2, mix3;
};

// The encoder's side.
struct Analysis {
  struct Step {
    Layer layer;
    uint32_t stride = 1;
    Residual residual;
  };
  Layer linear;
  std::array<Step, 3> steps;
  Layer last;
};

struct Network {
  uint32_t channels = 0;
  std::vector<std::vector<uint16_t>> steps;  // [level knot][channel], units of 2^-14
  // Of the density at each scale: the logits of magnitudes being larger than 0, 1, .. kMostDecided - 1 if they are not
  // less, units of 1/kLogitUnit.
  std::array<std::array<int16_t, kMostDecided>, kScales> logits{};
  // [channel]: weights that SymbolModel begins with, 1/64.
  std::vector<std::array<std::array<int8_t, kMixerInputs>, kMixers>> mixers;
  Synthesis synthesis;
  std::vector<GroupContext> groups;
};

// Nothing if `file` is not a well-formed file of weights whose sums fit.
[[nodiscard]] std::optional<Network> ParseNetwork(std::span<const uint8_t> file);
[[nodiscard]] std::optional<Analysis> ParseAnalysis(std::span<const uint8_t> file);

// The weights compiled in, unpacked at first use and kept.
[[nodiscard]] const Network& TheNetwork();
[[nodiscard]] const Analysis& TheAnalysis();

// The file itself (generated from weights/).
[[nodiscard]] std::span<const uint8_t> WeightsFile();

// The quantiser steps of all channels at `level`, units of 2^-14 (section 5, step 1).
[[nodiscard]] std::vector<int32_t> StepsAt(const Network& network, uint8_t level);

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_NETWORK_H_
