// How much there is in latents at each level, without writing them: from what one stream takes, what another will.
// Encoder only.
#ifndef MOTE_METHODS_NEURAL_ENCODER_SPREAD_H_
#define MOTE_METHODS_NEURAL_ENCODER_SPREAD_H_

#include <array>
#include <cstdint>
#include <optional>

#include "methods/neural/network.h"
#include "methods/neural/tensor.h"

namespace mote::neural {

inline constexpr int kMostLevel = 255;

// Sums of log2(1 + x^2) / 2 over latents x, in quantiser steps of a level. A stream's bits are some two to three times
// as many; how many times changes little from level to level.
class Spread {
 public:
  // `analysed`: latents of Analyse. Both are borrowed.
  Spread(const Network& network, const Tensor& analysed) : network_(network), analysed_(analysed) {}

  // At a level, 0 to kMostLevel. Kept, and so taken once only.
  double At(int level);
  // The finest level that has at most so much; 0 if none has.
  int FinestWithin(double most);

 private:
  const Network& network_;
  const Tensor& analysed_;
  std::array<std::optional<double>, kMostLevel + 1> known_;
};

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_ENCODER_SPREAD_H_
