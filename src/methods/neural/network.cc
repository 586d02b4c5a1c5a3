#include "methods/neural/network.h"

#include <algorithm>
#include <cassert>

namespace mote::neural {
namespace {

enum class OutputOrder { kPlain, kShuffled };

// Reads the file in order; after the first lack or contradiction everything it gives is empty and ok() is false.
class FileReader {
 public:
  explicit FileReader(std::span<const uint8_t> bytes) : rest_(bytes) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  uint32_t Unsigned(int bytes) {
    const std::span<const uint8_t> taken = Take(static_cast<size_t>(bytes));
    uint32_t value = 0;
    for (size_t i = 0; i < taken.size(); ++i) value |= uint32_t{taken[i]} << (8 * i);
    return value;
  }
  Layer ReadLayer(uint32_t kernel, OutputOrder order = OutputOrder::kPlain);
  Residual ReadResidual() {
    Residual residual;
    residual.first = ReadLayer(3);
    residual.second = ReadLayer(3);
    return residual;
  }
  std::vector<Residual> ReadResiduals(uint32_t count) {
    std::vector<Residual> residuals;
    for (uint32_t i = 0; i < count && ok_; ++i) residuals.push_back(ReadResidual());
    return residuals;
  }

 private:
  std::span<const uint8_t> Take(size_t count) {
    if (count > rest_.size()) ok_ = false;
    if (!ok_) return {};
    const std::span<const uint8_t> taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }

  std::span<const uint8_t> rest_;
  bool ok_ = true;
};

// Two's complement mantissas of `bits` bits each, from the lowest bit up.
class Mantissas {
 public:
  Mantissas(std::span<const uint8_t> bytes, uint32_t bits) : next_(bytes.data()), bits_(bits) {}
  int32_t Next() {
    while (filled_ < bits_) {
      held_ |= uint32_t{*next_++} << filled_;
      filled_ += 8;
    }
    const uint32_t value = held_ & ((1u << bits_) - 1);
    held_ >>= bits_;
    filled_ -= bits_;
    const uint32_t sign = 1u << (bits_ - 1);
    return static_cast<int32_t>(value ^ sign) - static_cast<int32_t>(sign);
  }

 private:
  const uint8_t* next_;
  uint32_t bits_;
  uint32_t held_ = 0;
  uint32_t filled_ = 0;
};

Layer FileReader::ReadLayer(uint32_t kernel, OutputOrder order) {
  Layer layer;
  layer.kernel = Unsigned(1);
  layer.places = kernel == 5 ? kCausalPlaces : kernel * kernel;
  layer.inputs = Unsigned(2);
  layer.outputs = Unsigned(2);
  layer.shift = static_cast<int32_t>(Unsigned(1));
  const uint32_t bits = Unsigned(1);
  if (layer.kernel != kernel || layer.shift < 1 || layer.shift > 30 || bits < 2 || bits > 8 || layer.inputs == 0 ||
      layer.outputs == 0 || layer.inputs > 1024 || layer.outputs > 1024 ||
      (order == OutputOrder::kShuffled && layer.outputs % 32 != 0)) {
    ok_ = false;
  }
  const std::span<const uint8_t> multipliers = Take(layer.outputs);
  const std::span<const uint8_t> biases = Take(size_t{4} * layer.outputs);
  const size_t row = size_t{layer.places} * layer.inputs;
  const std::span<const uint8_t> packed = Take((layer.outputs * row * bits + 7) / 8);
  if (!ok_) return {};
  layer.weights.assign(layer.block_weights() * layer.output_blocks(), 0);
  layer.biases.assign(size_t{layer.output_blocks()} * kOutputBlock, 0);
  const int64_t half = int64_t{1} << (layer.shift - 1);
  Mantissas mantissas(packed, bits);
  for (uint32_t output = 0; output < layer.outputs; ++output) {
    // Output 4 m + 2 dy + dx goes to the place of [dy][dx][m].
    const uint32_t target = order == OutputOrder::kPlain ? output : output % 4 * (layer.outputs / 4) + output / 4;
    int16_t* weights =
        layer.weights.data() + target / kOutputBlock * layer.block_weights() + size_t{target % kOutputBlock} * 2;
    int64_t sum = 0;
    for (uint32_t place = 0; place < layer.places; ++place) {
      for (uint32_t input = 0; input < layer.inputs; ++input) {
        const int32_t weight = mantissas.Next() * multipliers[output];
        sum += std::abs(weight);
        weights[(size_t{place} * layer.input_pairs() + input / 2) * 2 * kOutputBlock + input % 2] =
            static_cast<int16_t>(weight);
      }
    }
    uint32_t bias = 0;
    for (size_t i = 0; i < 4; ++i) bias |= uint32_t{biases[4 * size_t{output} + i]} << (8 * i);
    const auto signed_bias = static_cast<int32_t>(bias);
    if (std::abs(int64_t{signed_bias}) + kActivationMax * sum + 2 * half >= int64_t{1} << 31) ok_ = false;
    layer.biases[target] = static_cast<int32_t>(signed_bias + half);
  }
  return layer;
}

Network ReadNetwork(FileReader& file) {
  Network network;
  const uint32_t levels = file.Unsigned(1);
  const uint32_t groups = file.Unsigned(1);
  std::array<uint32_t, 4> depths;
  for (uint32_t& depth : depths) depth = file.Unsigned(1);
  for (uint32_t i = 0; i < groups; ++i) {
    GroupContext group;
    group.start = network.channels;
    group.count = file.Unsigned(1);
    network.channels += group.count;
    network.groups.push_back(std::move(group));
  }
  for (uint32_t i = 0; i < levels; ++i) {
    std::vector<uint16_t>& steps = network.steps.emplace_back();
    for (uint32_t channel = 0; channel < network.channels; ++channel) {
      steps.push_back(static_cast<uint16_t>(file.Unsigned(2)));
    }
  }
  for (auto& logits : network.logits) {
    for (int16_t& logit : logits) logit = static_cast<int16_t>(file.Unsigned(2));
  }
  network.mixers.resize(network.channels);
  for (auto& mixers : network.mixers) {
    for (auto& mixer : mixers) {
      for (int8_t& weight : mixer) weight = static_cast<int8_t>(file.Unsigned(1));
    }
  }
  Synthesis& synthesis = network.synthesis;
  synthesis.linear = file.ReadLayer(1);
  synthesis.first = file.ReadLayer(3);
  synthesis.residuals = file.ReadResiduals(depths[0]);
  for (size_t i = 0; i < 3; ++i) {
    synthesis.stages[i].climb = file.ReadLayer(3, OutputOrder::kShuffled);
    if (i == 2) synthesis.join = file.ReadLayer(3);
    synthesis.stages[i].residuals = file.ReadResiduals(depths[i + 1]);
  }
  synthesis.head = file.ReadLayer(3);
  for (GroupContext& group : network.groups) {
    group.own = file.ReadLayer(5);
    group.earlier = file.ReadLayer(3);
    group.mix1 = file.ReadLayer(1);
    group.mix2 = file.ReadLayer(1);
    group.mix3 = file.ReadLayer(1);
  }
  return network;
}

// Whether layers take what the ones before them give.
bool Fits(const Network& network) {
  const auto chain = [](const std::vector<Residual>& residuals, uint32_t width) {
    return std::all_of(residuals.begin(), residuals.end(), [width](const Residual& residual) {
      return residual.first.inputs == width && residual.first.outputs == residual.second.inputs &&
             residual.second.outputs == width;
    });
  };
  if (network.steps.size() < 2) return false;
  const Synthesis& synthesis = network.synthesis;
  uint32_t width = synthesis.first.outputs;
  bool fits = synthesis.linear.inputs == network.channels &&
              synthesis.linear.outputs == kRasterComponents * kStride * kStride &&
              synthesis.first.inputs == network.channels + 1 && chain(synthesis.residuals, width);
  for (const Stage& stage : synthesis.stages) {
    fits = fits && stage.climb.inputs == width;
    width = stage.climb.outputs / 4;
    fits = fits && chain(stage.residuals, width);
  }
  fits = fits && synthesis.join.inputs == 4 * kRasterComponents && synthesis.join.outputs == width &&
         synthesis.head.inputs == width && synthesis.head.outputs == 4 * kRasterComponents;
  for (const GroupContext& group : network.groups) {
    fits = fits && group.count > 0 && group.own.inputs == group.count && group.earlier.inputs == group.start + 2 &&
           group.own.outputs == group.earlier.outputs && group.mix1.inputs == group.own.outputs &&
           group.mix2.inputs == group.mix1.outputs && group.mix3.inputs == group.mix2.outputs &&
           group.mix3.outputs == 2 * group.count;
  }
  return fits;
}

}  // namespace

std::optional<Network> ParseNetwork(std::span<const uint8_t> bytes) {
  FileReader file(bytes);
  Network network = ReadNetwork(file);
  if (!file.ok() || !Fits(network)) return std::nullopt;
  return network;
}

std::optional<Analysis> ParseAnalysis(std::span<const uint8_t> bytes) {
  FileReader file(bytes);
  const Network network = ReadNetwork(file);
  Analysis analysis;
  analysis.linear = file.ReadLayer(1);
  uint32_t width = kRasterComponents * 16;  // a 4x4 square of pixels
  bool fits =
      analysis.linear.inputs == kRasterComponents * kStride * kStride && analysis.linear.outputs == network.channels;
  for (size_t i = 0; i < analysis.steps.size(); ++i) {
    Analysis::Step& step = analysis.steps[i];
    step.stride = i == 0 ? 1 : 2;
    step.layer = file.ReadLayer(3);
    step.residual = file.ReadResidual();
    fits = fits && step.layer.inputs == width;
    width = step.layer.outputs;
    fits = fits && step.residual.first.inputs == width && step.residual.second.outputs == width &&
           step.residual.first.outputs == step.residual.second.inputs;
  }
  analysis.last = file.ReadLayer(3);
  fits = fits && analysis.last.inputs == width && analysis.last.outputs == network.channels;
  if (!file.ok() || !file.at_end() || !fits) return std::nullopt;
  return analysis;
}

const Network& TheNetwork() {
  static const Network network = *ParseNetwork(WeightsFile());
  return network;
}

const Analysis& TheAnalysis() {
  static const Analysis analysis = *ParseAnalysis(WeightsFile());
  return analysis;
}

std::vector<int32_t> StepsAt(const Network& network, uint8_t level) {
  const uint32_t place = level * static_cast<uint32_t>(network.steps.size() - 1);
  const uint32_t below = std::min<uint32_t>(place / 255, static_cast<uint32_t>(network.steps.size()) - 2);
  const uint32_t weight = place - 255 * below;
  std::vector<int32_t> steps;
  for (uint32_t channel = 0; channel < network.channels; ++channel) {
    const uint32_t low = network.steps[below][channel];
    const uint32_t high = network.steps[below + 1][channel];
    steps.push_back(static_cast<int32_t>((low * (255 - weight) + high * weight + 127) / 255));
  }
  return steps;
}

}  // namespace mote::neural
