#include "methods/neural/network.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <string>

#include "tests/unit/methods/neural/tiny_network.h"

namespace mote::neural {
namespace {

using Bytes = std::vector<uint8_t>;

Bytes Prefix(std::span<const uint8_t> bytes, size_t length) {
  return {bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(length)};
}

TEST(NeuralNetwork, TheCompiledWeightsAreWellFormed) {
  const std::optional<Network> network = ParseNetwork(WeightsFile());
  ASSERT_TRUE(network.has_value());
  EXPECT_TRUE(ParseAnalysis(WeightsFile()).has_value());
  EXPECT_EQ(network->channels, TheNetwork().channels);
  EXPECT_EQ(network->synthesis.linear.weights, TheNetwork().synthesis.linear.weights);
  EXPECT_EQ(TheAnalysis().last.outputs, network->channels);
  uint32_t channels = 0;
  for (const GroupContext& group : network->groups) {
    EXPECT_EQ(group.start, channels);
    channels += group.count;
  }
  EXPECT_EQ(channels, network->channels);
  // No decision is taken to be more certain than probabilities can say; and the wider a density, the more it spreads.
  for (const auto& logits : network->logits) {
    for (const int16_t logit : logits) EXPECT_LE(std::abs(logit), 11 * kLogitUnit);
  }
  EXPECT_LT(network->logits[0][0], network->logits[31][0]);
  EXPECT_LT(network->logits[31][0], network->logits[63][0]);
  EXPECT_EQ(network->mixers.size(), network->channels);
}

TEST(NeuralNetwork, TheCompiledWeightsCutAnywhereAreRefused) {
  const std::span<const uint8_t> whole = WeightsFile();
  for (const size_t length : {size_t{0}, size_t{1}, size_t{7}, whole.size() / 3, whole.size() - 1}) {
    EXPECT_FALSE(ParseAnalysis(Prefix(whole, length)).has_value()) << length;
  }
  EXPECT_FALSE(ParseNetwork(Prefix(whole, whole.size() / 3)).has_value());
  Bytes longer(whole.begin(), whole.end());
  longer.push_back(0);
  EXPECT_FALSE(ParseAnalysis(longer).has_value());
}

int16_t WeightAt(const Layer& layer, uint32_t target, uint32_t place, uint32_t input) {
  return layer
      .weights[target / kOutputBlock * layer.block_weights() +
               ((place * layer.input_pairs() + input / 2) * kOutputBlock + target % kOutputBlock) * 2 + input % 2];
}

// `is_shuffled`: output 4 m + 2 dy + dx of the file stands at [dy][dx][m].
void ExpectUnpacked(const Layer& layer, const TinyLayer& written, bool is_shuffled) {
  ASSERT_EQ(layer.inputs, written.inputs);
  ASSERT_EQ(layer.outputs, written.outputs);
  ASSERT_EQ(layer.kernel, written.kernel);
  EXPECT_EQ(layer.shift, static_cast<int32_t>(written.shift));
  for (uint32_t output = 0; output < layer.outputs; ++output) {
    const uint32_t target = is_shuffled ? output % 4 * (layer.outputs / 4) + output / 4 : output;
    EXPECT_EQ(layer.biases[target], written.biases[output] + (1 << (written.shift - 1)));
    for (uint32_t place = 0; place < layer.places; ++place) {
      for (uint32_t input = 0; input < layer.inputs; ++input) {
        const int32_t mantissa = written.mantissas[(size_t{output} * layer.places + place) * layer.inputs + input];
        ASSERT_EQ(WeightAt(layer, target, place, input), mantissa * written.multipliers[output]);
      }
    }
  }
  // What fills up blocks and pairs is 0.
  for (uint32_t target = layer.outputs; target < layer.output_blocks() * kOutputBlock; ++target) {
    EXPECT_EQ(layer.biases[target], 0);
    for (uint32_t place = 0; place < layer.places; ++place) EXPECT_EQ(WeightAt(layer, target, place, 0), 0);
  }
  for (uint32_t target = 0; layer.inputs % 2 == 1 && target < layer.outputs; ++target) {
    EXPECT_EQ(WeightAt(layer, target, 0, layer.inputs), 0);
  }
}

TEST(NeuralNetwork, LayersAreUnpackedInTheFilesOrder) {
  const TinyFile file = TinyFileMaker(1).Make();
  const Bytes bytes = file.Bytes();
  const std::optional<Network> network = ParseNetwork(bytes);
  ASSERT_TRUE(network.has_value());
  EXPECT_EQ(network->channels, 3u);
  EXPECT_EQ(network->steps[1][2], file.steps[5]);
  EXPECT_EQ(network->logits[63][2], file.logits[63 * 16 + 2]);
  EXPECT_EQ(network->mixers[1][3][4], file.mixers[(1 * 4 + 3) * 8 + 4]);
  const Synthesis& synthesis = network->synthesis;
  const auto& written = file.layers;
  ExpectUnpacked(synthesis.linear, written[0], false);
  ExpectUnpacked(synthesis.first, written[1], false);
  ExpectUnpacked(synthesis.stages[0].climb, written[2], true);
  ExpectUnpacked(synthesis.stages[0].residuals.at(0).first, written[3], false);
  ExpectUnpacked(synthesis.stages[0].residuals.at(0).second, written[4], false);
  ExpectUnpacked(synthesis.stages[1].climb, written[5], true);
  ExpectUnpacked(synthesis.stages[2].climb, written[6], true);
  ExpectUnpacked(synthesis.join, written[7], false);
  ExpectUnpacked(synthesis.stages[2].residuals.at(0).first, written[8], false);
  ExpectUnpacked(synthesis.stages[2].residuals.at(0).second, written[9], false);
  ExpectUnpacked(synthesis.head, written[10], false);
  ExpectUnpacked(network->groups.at(0).own, written[11], false);
  ExpectUnpacked(network->groups.at(1).earlier, written[17], false);
  ExpectUnpacked(network->groups.at(1).mix3, written[20], false);
  const std::optional<Analysis> analysis = ParseAnalysis(bytes);
  ASSERT_TRUE(analysis.has_value());
  ExpectUnpacked(analysis->linear, written[21], false);
  ExpectUnpacked(analysis->steps[1].layer, written[25], false);
  ExpectUnpacked(analysis->last, written.back(), false);
}

TEST(NeuralNetwork, EveryPrefixOfAFileIsRefused) {
  const TinyFile file = TinyFileMaker(2).Make();
  const Bytes whole = file.Bytes();
  TinyFile for_decoders = file;
  for_decoders.layers.resize(file.decoder_layers);
  const size_t decoder_bytes = for_decoders.Bytes().size();
  ASSERT_LT(decoder_bytes, whole.size());
  for (size_t length = 0; length < whole.size(); length += length < 3000 ? 1 : 61) {
    const Bytes cut = Prefix(whole, length);
    EXPECT_FALSE(ParseAnalysis(cut).has_value()) << length;
    EXPECT_EQ(ParseNetwork(cut).has_value(), length >= decoder_bytes) << length;
  }
  EXPECT_FALSE(ParseNetwork(Prefix(whole, decoder_bytes - 1)).has_value());
  EXPECT_TRUE(ParseNetwork(Prefix(whole, decoder_bytes)).has_value());
}

TEST(NeuralNetwork, FilesThatContradictThemselvesAreRefused) {
  const TinyFile good = TinyFileMaker(3).Make();
  ASSERT_TRUE(ParseNetwork(good.Bytes()).has_value());
  const std::vector<std::pair<std::string, std::function<void(TinyFile&)>>> defects = {
      {"one level", [](TinyFile& file) { file.levels = 1, file.steps.resize(3); }},
      {"a group without channels",
       [](TinyFile& file) {
         file.group_channels = {3, 0};
       }},
      {"groups of other sizes",
       [](TinyFile& file) {
         file.group_channels = {1, 2};
       }},
      {"fewer groups", [](TinyFile& file) { file.group_channels = {3}; }},
      {"a residual too many",
       [](TinyFile& file) {
         file.depths = {1, 1, 0, 1};
       }},
      {"another kernel", [](TinyFile& file) { file.layers[1].kernel = 1; }},
      {"a shift of 0", [](TinyFile& file) { file.layers[0].shift = 0; }},
      {"a shift of 31", [](TinyFile& file) { file.layers[0].shift = 31; }},
      {"mantissas of 1 bit", [](TinyFile& file) { file.layers[0].bits = 1; }},
      {"mantissas of 9 bits", [](TinyFile& file) { file.layers[0].bits = 9; }},
      {"no inputs", [](TinyFile& file) { file.layers[3].inputs = 0; }},
      {"no outputs", [](TinyFile& file) { file.layers[3].outputs = 0; }},
      {"a bias too large", [](TinyFile& file) { file.layers[8].biases[1] = INT32_MAX; }},
      {"a bias too small", [](TinyFile& file) { file.layers[8].biases[1] = INT32_MIN; }},
  };
  for (const auto& [name, spoil] : defects) {
    TinyFile file = good;
    spoil(file);
    EXPECT_FALSE(ParseNetwork(file.Bytes()).has_value()) << name;
  }
  // Well-formed layers, but of sizes that do not follow one another.
  for (size_t i = 0; i < good.decoder_layers; ++i) {
    TinyFile file = good;
    TinyLayer& layer = file.layers[i];
    const uint32_t places = layer.kernel == 5 ? kCausalPlaces : layer.kernel * layer.kernel;
    ++layer.inputs;
    layer.mantissas.resize(size_t{layer.outputs} * places * layer.inputs);
    EXPECT_FALSE(ParseNetwork(file.Bytes()).has_value()) << "an input more in layer " << i;
  }
}

TEST(NeuralNetwork, StepsAreInterpolatedBetweenLevels) {
  Network network;
  network.channels = 2;
  network.steps = {{1000, 60000}, {500, 30000}, {100, 1}};
  EXPECT_EQ(StepsAt(network, 0), (std::vector<int32_t>{1000, 60000}));
  EXPECT_EQ(StepsAt(network, 255), (std::vector<int32_t>{100, 1}));
  // Level 78: 156 of 255 from the first to the second; (1000 * 99 + 500 * 156 + 127) / 255.
  EXPECT_EQ(StepsAt(network, 78), (std::vector<int32_t>{694, 41647}));
  // Level 128: 1 of 255 from the second to the third.
  EXPECT_EQ(StepsAt(network, 128), (std::vector<int32_t>{498, 29882}));
  for (int level = 1; level < 256; ++level) {
    EXPECT_LE(StepsAt(network, static_cast<uint8_t>(level))[0], StepsAt(network, static_cast<uint8_t>(level - 1))[0]);
  }
}

}  // namespace
}  // namespace mote::neural
