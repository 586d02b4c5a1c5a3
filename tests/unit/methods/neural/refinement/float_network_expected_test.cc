// The float twins of synthesis and context model, forwards and backwards, and the bits of latents, against PyTorch in
// double precision on a small network of random weights (make_float_network_expected.py).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "methods/neural/network.h"
#include "methods/neural/refinement/float_context.h"
#include "methods/neural/refinement/float_synthesis.h"
#include "methods/neural/refinement/relaxation.h"
#include "tests/unit/methods/neural/refinement/tensor_numbers.h"

namespace mote::neural::refinement {
namespace {

// Of a tensor's largest number: 32 times half a float's last bit, for some twenty layers one after the other, each
// with sums of up to some hundred products.
constexpr double kTolerance = 2e-6;

// The file that make_float_network_expected.py describes, read from its beginning on.
class ExpectedFile {
 public:
  ExpectedFile() {
    std::ifstream stream(MOTE_FLOAT_NETWORK_EXPECTED, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(stream), {});
  }
  [[nodiscard]] uint32_t Number() { return Next<uint32_t>(); }
  [[nodiscard]] std::vector<uint8_t> Bytes(size_t count) {
    std::vector<uint8_t> result(count);
    for (uint8_t& byte : result) byte = Next<uint8_t>();
    return result;
  }
  [[nodiscard]] FloatTensor Floats(Size size, uint32_t channels) {
    FloatTensor result(size, channels);
    ForEachNumber(result, [&](float& value) { value = Next<float>(); });
    return result;
  }
  [[nodiscard]] bool AtEnd() const { return read_ == bytes_.size(); }

 private:
  template <typename T>
  T Next() {
    T result{};
    if (read_ + sizeof(T) > bytes_.size()) {
      ADD_FAILURE() << MOTE_FLOAT_NETWORK_EXPECTED << " ends early";
      return result;
    }
    std::memcpy(&result, bytes_.data() + read_, sizeof(T));
    read_ += sizeof(T);
    return result;
  }

  std::vector<char> bytes_;
  size_t read_ = 0;
};

// What gradients are taken of is the product with this.
FloatTensor Direction(Size size, uint32_t channels) {
  FloatTensor result(size, channels);
  int64_t index = 0;
  ForEachNumber(result, [&](float& value) { value = static_cast<float>(index++ * 7919 % 101 / 50.0 - 1); });
  return result;
}

class FloatNetworkExpected : public testing::Test {
 protected:
  void SetUp() override {
    positions_.width = file_.Number();
    positions_.height = file_.Number();
    level_ = static_cast<uint8_t>(file_.Number());
    network_ = ParseNetwork(file_.Bytes(file_.Number()));
    ASSERT_TRUE(network_);
    latents_ = file_.Floats(positions_, network_->channels);
    raster_ = file_.Floats({positions_.width * kStride / 2, positions_.height * kStride / 2}, 4 * kRasterComponents);
    by_raster_ = file_.Floats(positions_, network_->channels);
    for (const GroupContext& group : network_->groups) {
      parameters_.push_back(file_.Floats(positions_, 2 * group.count));
    }
    by_parameters_ = file_.Floats(positions_, network_->channels);
    bits_ = file_.Floats(positions_, network_->channels);
    by_raw_scale_ = file_.Floats(positions_, network_->channels);
    ASSERT_TRUE(file_.AtEnd());
  }

  static void ExpectNear(const FloatTensor& result, const FloatTensor& expected) {
    ASSERT_EQ(result.size(), expected.size());
    ASSERT_GE(result.channels(), expected.channels());
    const std::vector<float> numbers = NumbersOf(result), expected_numbers = NumbersOf(expected);
    ASSERT_EQ(numbers.size(), expected_numbers.size());
    double largest = 0;
    for (const float number : expected_numbers) largest = std::max(largest, std::abs(double{number}));
    ASSERT_GT(largest, 0.0);
    for (size_t i = 0; i < numbers.size(); ++i) {
      ASSERT_NEAR(numbers[i], expected_numbers[i], kTolerance * largest) << "number " << i;
    }
  }

  ExpectedFile file_;
  std::optional<Network> network_;
  Size positions_;
  uint8_t level_ = 0;
  FloatTensor latents_, raster_, by_raster_, by_parameters_, bits_, by_raw_scale_;
  std::vector<FloatTensor> parameters_;
};

TEST_F(FloatNetworkExpected, Synthesis) {
  const FloatSynthesis synthesis(*network_);
  FloatSynthesis::Trace trace;
  ExpectNear(synthesis.Forward(latents_, level_, trace), raster_);
  ExpectNear(synthesis.Back(Direction(raster_.size(), raster_.channels()), trace), by_raster_);
}

TEST_F(FloatNetworkExpected, Context) {
  const FloatContext context(*network_);
  const std::vector<FloatContext::GroupTrace> traces = context.Forward(latents_, level_);
  ASSERT_EQ(traces.size(), parameters_.size());
  std::vector<FloatTensor> directions;
  for (size_t group = 0; group < traces.size(); ++group) {
    SCOPED_TRACE("group " + std::to_string(group));
    ExpectNear(traces[group].parameters, parameters_[group]);
    directions.push_back(Direction(positions_, parameters_[group].channels()));
  }
  ExpectNear(context.Back(directions, traces), by_parameters_);
}

TEST_F(FloatNetworkExpected, Bits) {
  FloatTensor bits(positions_, network_->channels), by_raw_scale = bits;
  for (size_t group = 0; group < parameters_.size(); ++group) {
    const uint32_t start = network_->groups[group].start, count = network_->groups[group].count;
    for (uint32_t y = 0; y < positions_.height; ++y) {
      for (uint32_t x = 0; x < positions_.width; ++x) {
        for (uint32_t i = 0; i < count; ++i) {
          const float offset = latents_.at(x, y)[start + i] / 2 / kUnit;
          const LatentBits result = BitsOf(offset, parameters_[group].at(x, y)[count + i]);
          bits.at(x, y)[start + i] = result.bits;
          by_raw_scale.at(x, y)[start + i] = result.by_raw_scale;
        }
      }
    }
  }
  ExpectNear(bits, bits_);
  ExpectNear(by_raw_scale, by_raw_scale_);
}

}  // namespace
}  // namespace mote::neural::refinement
