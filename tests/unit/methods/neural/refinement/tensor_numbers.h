// What tests ask of tensors of floats: their numbers, channels innermost, without border and padding.
#ifndef MOTE_TESTS_UNIT_METHODS_NEURAL_REFINEMENT_TENSOR_NUMBERS_H_
#define MOTE_TESTS_UNIT_METHODS_NEURAL_REFINEMENT_TENSOR_NUMBERS_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <vector>

#include "methods/neural/refinement/float_tensor.h"

namespace mote::neural::refinement {

template <typename Function>
void ForEachNumber(FloatTensor& tensor, Function function) {
  for (ptrdiff_t y = 0; y < static_cast<ptrdiff_t>(tensor.size().height); ++y) {
    for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(tensor.size().width); ++x) {
      for (uint32_t channel = 0; channel < tensor.channels(); ++channel) function(tensor.at(x, y)[channel]);
    }
  }
}

inline std::vector<float> NumbersOf(FloatTensor tensor) {
  std::vector<float> numbers;
  ForEachNumber(tensor, [&](float& value) { numbers.push_back(value); });
  return numbers;
}

inline FloatTensor RandomTensor(Size size, uint32_t channels, uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  FloatTensor result(size, channels);
  ForEachNumber(result, [&](float& value) { value = normal(random); });
  return result;
}

inline double Inner(const FloatTensor& left, const FloatTensor& right) {
  EXPECT_EQ(left.size(), right.size());
  EXPECT_EQ(left.channels(), right.channels());
  const std::vector<float> a = NumbersOf(left), b = NumbersOf(right);
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * double{b[i]};
  return sum;
}

}  // namespace mote::neural::refinement

#endif  // MOTE_TESTS_UNIT_METHODS_NEURAL_REFINEMENT_TENSOR_NUMBERS_H_
