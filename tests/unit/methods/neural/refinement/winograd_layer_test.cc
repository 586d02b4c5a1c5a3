#include "methods/neural/refinement/winograd_layer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "base/crew.h"
#include "tests/unit/methods/neural/each_target.h"
#include "tests/unit/methods/neural/refinement/tensor_numbers.h"

namespace mote::neural::refinement {
namespace {

FloatLayer RandomLayer(uint32_t inputs, uint32_t outputs, uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  FloatLayer layer;
  layer.inputs = inputs;
  layer.outputs = outputs;
  for (int y = -1; y <= 1; ++y) {
    for (int x = -1; x <= 1; ++x) layer.places.push_back({x, y});
  }
  std::shuffle(layer.places.begin(), layer.places.end(), random);
  layer.weights.resize(layer.block_weights() * layer.output_blocks());
  layer.biases.resize(size_t{layer.output_blocks()} * kFloatBlock);
  for (float& weight : layer.weights) weight = normal(random);
  for (float& bias : layer.biases) bias = 20 * normal(random);
  return layer;
}

struct Case {
  Size size;
  uint32_t inputs, outputs;
};
constexpr Case kCases[] = {{{1, 1}, 3, 5},   {{4, 4}, 24, 12},  {{5, 3}, 97, 24},
                           {{6, 9}, 16, 97}, {{13, 7}, 24, 24}, {{53, 21}, 12, 40}};

std::string Text(const Case& tried) {
  return std::to_string(tried.size.width) + "x" + std::to_string(tried.size.height) + ", " +
         std::to_string(tried.inputs) + " to " + std::to_string(tried.outputs);
}

TEST(WinogradLayer, IsThePlainLayerWithEveryInstructionSet) {
  uint32_t seed = 0;
  for (const Case& tried : kCases) {
    const FloatLayer plain = RandomLayer(tried.inputs, tried.outputs, ++seed);
    const FloatTensor input = RandomTensor(tried.size, tried.inputs, ++seed);
    const FloatTensor addition = RandomTensor(tried.size, tried.outputs, ++seed);
    for (const FloatTensor* added : {static_cast<const FloatTensor*>(nullptr), &addition}) {
      FloatTensor expected = FloatTensor::Unset(tried.size, tried.outputs);
      Apply(plain, input, 0, added, expected);
      const std::vector<float> numbers = NumbersOf(expected);
      const size_t targets = UnderEachTarget([&](const std::string& target) {
        // What is added may be the output itself.
        FloatTensor output = added != nullptr ? *added : FloatTensor::Unset(tried.size, tried.outputs);
        Apply(ToWinograd(plain), input, {.added = added != nullptr ? &output : nullptr}, output);
        const std::vector<float> given = NumbersOf(output);
        float worst = 0, largest = 0;
        for (size_t i = 0; i < numbers.size(); ++i) {
          worst = std::max(worst, std::abs(given[i] - numbers[i]));
          largest = std::max(largest, std::abs(numbers[i]));
        }
        EXPECT_LT(worst, 2e-5f * largest) << Text(tried) << " with " << target;
      });
      EXPECT_GE(targets, 1u);
    }
  }
}

// As one pass after the other would, to the bit; and so where everything is one tensor.
TEST(WinogradLayer, FinishesInOnePass) {
  for (const Size size : {Size{4, 4}, Size{13, 7}}) {
    const WinogradLayer layer = ToWinograd(RandomLayer(24, 40, 1));
    const FloatTensor input = RandomTensor(size, 24, 2), slopes_at = RandomTensor(size, 40, 3),
                      added = RandomTensor(size, 40, 4);
    FloatTensor stored = FloatTensor::Unset(size, 40);
    Apply(layer, input, {}, stored);
    LeakyBackInPlace(slopes_at, stored);
    for (ptrdiff_t y = 0; y < static_cast<ptrdiff_t>(size.height); ++y) {
      for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(size.width); ++x) {
        for (uint32_t i = 0; i < 40; ++i) stored.at(x, y)[i] += added.at(x, y)[i];
      }
    }
    FloatTensor output = FloatTensor::Unset(size, 40), active = FloatTensor::Unset(size, 40);
    Apply(layer, input, {.slopes_at = &slopes_at, .added = &added, .active = &active}, output);
    EXPECT_EQ(NumbersOf(output), NumbersOf(stored));
    EXPECT_EQ(NumbersOf(active), NumbersOf(Leaky(stored)));
    FloatTensor same = added;
    Apply(layer, input, {.slopes_at = &slopes_at, .added = &same, .active = &same}, same);
    EXPECT_EQ(NumbersOf(same), NumbersOf(active));
  }
}

TEST(WinogradLayer, ThreadsChangeNothing) {
  const WinogradLayer layer = ToWinograd(RandomLayer(24, 40, 1));
  const FloatTensor input = RandomTensor({53, 21}, 24, 2);
  FloatTensor alone = FloatTensor::Unset(input.size(), 40), shared = FloatTensor::Unset(input.size(), 40);
  Apply(layer, input, {}, alone);
  Crew crew(3);
  const CrewScope scope(crew);
  Apply(layer, input, {}, shared);
  EXPECT_EQ(NumbersOf(alone), NumbersOf(shared));
}

}  // namespace
}  // namespace mote::neural::refinement
