#include "methods/neural/layer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "methods/neural/network.h"
#include "tests/unit/methods/neural/each_target.h"

namespace mote::neural {
namespace {

// What a layer of the test is made from.
struct Shape {
  uint32_t kernel, inputs, outputs;
  int32_t shift;
  bool extreme;  // weights and bias as large as sums in 32 bits allow, inputs at the activations' ends
};

// A layer with its weights once more in plain order, [output][place][input], and biases without the rounding half.
struct TestLayer {
  Layer layer;
  std::vector<int64_t> weights;
  std::vector<int64_t> biases;
};

uint32_t PlacesOf(uint32_t kernel) { return kernel == 5 ? kCausalPlaces : kernel * kernel; }

int32_t Between(std::mt19937& random, int32_t least, int32_t most) {
  return least + static_cast<int32_t>(random() % static_cast<uint32_t>(most - least + 1));
}

TestLayer MakeLayer(const Shape& shape, std::mt19937& random) {
  TestLayer made;
  Layer& layer = made.layer;
  layer.kernel = shape.kernel;
  layer.places = PlacesOf(shape.kernel);
  layer.inputs = shape.inputs;
  layer.outputs = shape.outputs;
  layer.shift = shape.shift;
  layer.weights.assign(layer.block_weights() * layer.output_blocks(), 0);
  layer.biases.assign(size_t{layer.output_blocks()} * kOutputBlock, 0);
  const int64_t terms = int64_t{layer.places} * layer.inputs;
  // |bias| + 8191 x (sum of |weights|) + 2^shift < 2^31 (spec/neural.md, section 6).
  const int64_t most_sum = ((int64_t{1} << 31) - 1 - (int64_t{1} << shape.shift)) / kActivationMax;
  const auto most_weight = static_cast<int32_t>(std::min<int64_t>(32640, most_sum / terms));
  const int64_t most_bias =
      (int64_t{1} << 31) - 1 - (int64_t{1} << shape.shift) - int64_t{kActivationMax} * most_weight * terms;
  const int64_t half = int64_t{1} << (shape.shift - 1);
  for (uint32_t output = 0; output < layer.outputs; ++output) {
    int16_t* block = layer.weights.data() + output / kOutputBlock * layer.block_weights();
    for (uint32_t place = 0; place < layer.places; ++place) {
      for (uint32_t input = 0; input < layer.inputs; ++input) {
        const int32_t weight = shape.extreme ? (output % 2 == 0 ? most_weight : -most_weight)
                                             : Between(random, -most_weight, most_weight) >> random() % 6;
        made.weights.push_back(weight);
        block[((size_t{place} * layer.input_pairs() + input / 2) * kOutputBlock + output % kOutputBlock) * 2 +
              input % 2] = static_cast<int16_t>(weight);
      }
    }
    const int64_t bias = shape.extreme ? (output % 2 == 0 ? most_bias : -most_bias) : Between(random, -9999, 9999);
    made.biases.push_back(bias);
    layer.biases[output] = static_cast<int32_t>(bias + half);
  }
  return made;
}

std::vector<int16_t> Activations(size_t count, bool extreme, std::mt19937& random) {
  std::vector<int16_t> values(count);
  for (int16_t& value : values) {
    value = static_cast<int16_t>(extreme ? (random() % 16 == 0 ? -kActivationMax : kActivationMax)
                                         : Between(random, -kActivationMax, kActivationMax));
  }
  return values;
}

enum class Addition { kNone, kElsewhere, kTheOutput };

// A run over scattered memory, which the layer must not touch beyond whole output blocks.
struct TestRun {
  std::vector<int16_t> inputs, outputs, additions;
  std::vector<ptrdiff_t> block_offsets;
  Run run;
};

TestRun MakeRun(const Layer& layer, uint32_t count, Addition addition, bool extreme, std::mt19937& random) {
  TestRun made;
  const auto whole_inputs = static_cast<ptrdiff_t>(2 * layer.input_pairs());
  const ptrdiff_t whole_outputs = layer.output_blocks() * kOutputBlock;
  made.run.count = count;
  made.run.input_step = whole_inputs + static_cast<ptrdiff_t>(random() % 5);
  // Places in no order, some of them the same.
  const ptrdiff_t reach = made.run.input_step * 4;
  for (uint32_t place = 0; place < layer.places; ++place) {
    made.run.place_offsets[place] = Between(random, static_cast<int32_t>(-reach), static_cast<int32_t>(reach));
  }
  made.inputs = Activations(static_cast<size_t>(2 * reach + made.run.input_step * count), extreme, random);
  made.run.input = made.inputs.data() + reach;
  // Blocks in reverse, with gaps.
  made.run.output_step = (whole_outputs + kOutputBlock) * 2;
  for (uint32_t block = 0; block < layer.output_blocks(); ++block) {
    made.block_offsets.push_back(whole_outputs + kOutputBlock - ptrdiff_t{block} * kOutputBlock);
  }
  made.run.block_offsets = made.block_offsets.data();
  made.outputs = Activations(static_cast<size_t>(made.run.output_step) * count + 64, extreme, random);
  made.additions = Activations(made.outputs.size(), extreme, random);
  made.run.output = made.outputs.data();
  made.run.addition = addition == Addition::kNone        ? nullptr
                      : addition == Addition::kElsewhere ? made.additions.data()
                                                         : made.outputs.data();
  return made;
}

// By the definition, in 64 bits; what the layer leaves alone is as before.
std::vector<int16_t> Expected(const TestLayer& test, const TestRun& made) {
  const Layer& layer = test.layer;
  const Run& run = made.run;
  std::vector<int16_t> outputs = made.outputs;
  const int64_t half = int64_t{1} << (layer.shift - 1);
  for (uint32_t position = 0; position < run.count; ++position) {
    for (uint32_t output = 0; output < layer.output_blocks() * kOutputBlock; ++output) {
      int64_t sum = 0;
      if (output < layer.outputs) {
        const int64_t* weight = test.weights.data() + size_t{output} * layer.places * layer.inputs;
        sum = test.biases[output] + half;
        for (uint32_t place = 0; place < layer.places; ++place) {
          const int16_t* input = run.input + position * run.input_step + run.place_offsets[place];
          for (uint32_t i = 0; i < layer.inputs; ++i) sum += *weight++ * input[i];
        }
      }
      const ptrdiff_t at =
          position * run.output_step + run.block_offsets[output / kOutputBlock] + output % kOutputBlock;
      int64_t value = sum >> layer.shift;
      if (run.addition != nullptr) value += run.addition[at];
      outputs[static_cast<size_t>(at)] =
          static_cast<int16_t>(std::clamp<int64_t>(value, -kActivationMax, kActivationMax));
    }
  }
  return outputs;
}

constexpr Shape kShapes[] = {
    {1, 1, 1, 1, false},    {1, 2, 8, 6, false},    {1, 96, 768, 12, false}, {1, 7, 9, 3, false},
    {3, 97, 96, 12, false}, {3, 3, 12, 9, false},   {3, 24, 24, 15, false},  {5, 3, 144, 16, false},
    {5, 34, 40, 13, false}, {1, 144, 6, 14, false}, {1, 1, 16, 30, false},   {3, 5, 17, 11, false},
    {1, 8, 8, 1, true},     {1, 9, 15, 14, true},   {3, 64, 32, 12, true},   {5, 26, 24, 16, true},
    {1, 1, 8, 16, true},    {3, 1, 33, 8, true},
};

std::string Describe(const Shape& shape, uint32_t count, Addition addition) {
  return "kernel " + std::to_string(shape.kernel) + ", " + std::to_string(shape.inputs) + " -> " +
         std::to_string(shape.outputs) + ", shift " + std::to_string(shape.shift) + (shape.extreme ? ", extreme" : "") +
         ", " + std::to_string(count) + " positions, addition " + std::to_string(static_cast<int>(addition));
}

// Calls check(layer, run, expected outputs, description).
template <typename Check>
void ForEachCase(uint32_t seed, Check check) {
  std::mt19937 random(seed);
  for (const Shape& shape : kShapes) {
    const TestLayer test = MakeLayer(shape, random);
    for (const uint32_t count : {1u, 2u, 5u, 6u, 7u, 13u}) {
      for (const Addition addition : {Addition::kNone, Addition::kElsewhere, Addition::kTheOutput}) {
        TestRun made = MakeRun(test.layer, count, addition, shape.extreme, random);
        const std::vector<int16_t> expected = Expected(test, made);
        check(test.layer, made, expected, Describe(shape, count, addition));
      }
    }
  }
}

TEST(NeuralLayer, TheScalarFormIsTheDefinition) {
  ForEachCase(1, [](const Layer& layer, TestRun& made, const std::vector<int16_t>& expected, const std::string& what) {
    ApplyLayerScalar(layer, made.run);
    EXPECT_EQ(made.outputs, expected) << what;
  });
}

TEST(NeuralLayer, EveryInstructionSetGivesTheSameNumbers) {
  const size_t targets = UnderEachTarget([](const char* target) {
    ForEachCase(2,
                [&](const Layer& layer, TestRun& made, const std::vector<int16_t>& expected, const std::string& what) {
                  ApplyLayer(layer, made.run);
                  EXPECT_EQ(made.outputs, expected) << target << ": " << what;
                });
  });
  EXPECT_GE(targets, 1u);
}

TEST(NeuralLayer, ExtremeSumsReachTheEndsOf32Bits) {
  std::mt19937 random(3);
  const TestLayer test = MakeLayer({3, 64, 8, 12, true}, random);
  int64_t largest = test.biases[0] + (1 << 11);
  for (size_t i = 0; i < 9 * 64; ++i) largest += test.weights[i] * kActivationMax;
  EXPECT_LT(largest, int64_t{1} << 31);
  EXPECT_GT(largest, (int64_t{1} << 31) - (1 << 13));
}

// The tensor's sides, channels and the layer's reach, number by number.
TEST(NeuralLayer, ConvolveSeesZerosAround) {
  std::mt19937 random(4);
  for (const uint32_t kernel : {1u, 3u}) {
    for (const uint32_t stride : {1u, 2u}) {
      const TestLayer test = MakeLayer({kernel, 5, 11, 12, false}, random);
      const Size size{8, 6};
      Tensor input(size, 5);
      for (uint32_t y = 0; y < size.height; ++y) {
        for (uint32_t x = 0; x < size.width; ++x) {
          for (int i = 0; i < 5; ++i) input.at(x, y)[i] = static_cast<int16_t>(Between(random, -8191, 8191));
        }
      }
      Tensor output({size.width / stride, size.height / stride}, 11);
      Convolve(test.layer, input, stride, nullptr, output);
      const auto reach = static_cast<int64_t>(kernel / 2);
      for (int64_t y = 0; y < output.size().height; ++y) {
        for (int64_t x = 0; x < output.size().width; ++x) {
          for (uint32_t o = 0; o < 11; ++o) {
            int64_t sum = test.biases[o] + (1 << 11);
            const int64_t* weight = test.weights.data() + size_t{o} * test.layer.places * 5;
            for (int64_t dy = -reach; dy <= reach; ++dy) {
              for (int64_t dx = -reach; dx <= reach; ++dx, weight += 5) {
                const int64_t from_x = x * stride + dx, from_y = y * stride + dy;
                if (from_x < 0 || from_y < 0 || from_x >= size.width || from_y >= size.height) continue;
                for (int i = 0; i < 5; ++i) sum += weight[i] * input.at(from_x, from_y)[i];
              }
            }
            ASSERT_EQ(output.at(x, y)[o], std::clamp<int64_t>(sum >> 12, -kActivationMax, kActivationMax))
                << x << "," << y << " output " << o << ", kernel " << kernel << ", stride " << stride;
          }
        }
      }
    }
  }
}

// The layer's outputs are in the order [dy][dx][channel] here: network.cc puts them so.
TEST(NeuralLayer, ConvolveShuffledFillsSquaresOfFour) {
  std::mt19937 random(5);
  const TestLayer test = MakeLayer({3, 6, 64, 12, false}, random);
  const Size size{5, 4};
  Tensor input(size, 6);
  for (uint32_t y = 0; y < size.height; ++y) {
    for (uint32_t x = 0; x < size.width; ++x) {
      for (int i = 0; i < 6; ++i) input.at(x, y)[i] = static_cast<int16_t>(Between(random, -8191, 8191));
    }
  }
  Tensor plain(size, 64);
  Convolve(test.layer, input, 1, nullptr, plain);
  Tensor shuffled({10, 8}, 16);
  ConvolveShuffled(test.layer, input, shuffled);
  for (uint32_t y = 0; y < 8; ++y) {
    for (uint32_t x = 0; x < 10; ++x) {
      const int16_t* expected = plain.at(x / 2, y / 2) + 32 * (y % 2) + 16 * (x % 2);
      ASSERT_TRUE(std::equal(expected, expected + 16, shuffled.at(x, y))) << x << "," << y;
    }
  }
}

TEST(NeuralLayer, DenseTakesPlacesOneAfterTheOther) {
  std::mt19937 random(6);
  constexpr uint32_t kMost = 9, kInputs = kCausalPlaces * 4 + 3, kOutputs = 16;
  const TestLayer test = MakeLayer({5, 3, 10, 12, false}, random);
  const std::vector<int16_t> inputs = Activations(size_t{kMost} * kInputs, false, random);
  const std::vector<int16_t> addition = Activations(size_t{kMost} * kOutputs, false, random);
  for (uint32_t count = 1; count <= kMost; ++count) {
    std::vector<int16_t> outputs(size_t{kMost} * kOutputs);
    Dense(test.layer, count, {inputs.data(), kInputs}, addition.data(), {outputs.data(), kOutputs});
    for (uint32_t p = 0; p < count; ++p) {
      for (uint32_t o = 0; o < 10; ++o) {
        int64_t sum = test.biases[o] + (1 << 11);
        for (uint32_t place = 0; place < kCausalPlaces; ++place) {
          for (uint32_t i = 0; i < 3; ++i) {
            sum += test.weights[(o * kCausalPlaces + place) * 3 + i] * inputs[p * kInputs + 4 * place + i];
          }
        }
        const int64_t expected = (sum >> 12) + addition[p * kOutputs + o];
        EXPECT_EQ(outputs[p * kOutputs + o], std::clamp<int64_t>(expected, -kActivationMax, kActivationMax));
      }
    }
  }
}

TEST(NeuralLayer, LeakyKeepsAnEighthOfWhatIsNegative) {
  const std::vector<int16_t> inputs = {0, 1, 8191, -1, -7, -8, -9, -16, -8191};
  std::vector<int16_t> outputs(inputs.size());
  Leaky(inputs.data(), inputs.size(), outputs.data());
  EXPECT_EQ(outputs, (std::vector<int16_t>{0, 1, 8191, -1, -1, -1, -2, -2, -1024}));
}

}  // namespace
}  // namespace mote::neural
