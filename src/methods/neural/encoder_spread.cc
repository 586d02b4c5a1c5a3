#include "methods/neural/encoder_spread.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "methods/neural/encoder_symbols.h"

namespace mote::neural {
namespace {

// So many factors have one logarithm: a latent is less than 2^16 steps, so that they stay within a double's range.
constexpr uint32_t kFactors = 16;

}  // namespace

double Spread::At(int level) {
  std::optional<double>& known = known_[static_cast<size_t>(level)];
  if (known) return *known;
  std::vector<double> in_steps;  // a number of Analyse's 1, of each channel
  for (const int32_t step : StepsAt(network_, static_cast<uint8_t>(level))) {
    in_steps.push_back(double{kAnalysedOverStep} / step);
  }
  const uint32_t channels = network_.channels;
  double sum = 0;
  for (uint32_t y = 0; y < analysed_.size().height; ++y) {
    for (uint32_t x = 0; x < analysed_.size().width; ++x) {
      const int16_t* latents = analysed_.at(x, y);
      for (uint32_t first = 0; first < channels; first += kFactors) {
        double product = 1;
        for (uint32_t i = first; i < std::min(first + kFactors, channels); ++i) {
          const double latent = latents[i] * in_steps[i];
          product *= 1 + latent * latent;
        }
        sum += std::log2(product);
      }
    }
  }
  known = sum / 2;
  return *known;
}

int Spread::FinestWithin(double most) {
  int low = 0, high = kMostLevel;
  while (low < high) {
    const int middle = (low + high + 1) / 2;
    if (At(middle) <= most) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

}  // namespace mote::neural
