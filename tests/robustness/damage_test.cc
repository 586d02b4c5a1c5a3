// Damaged streams: cut at every length, every bit flipped, thousands of seeded edits, bytes appended. Whatever arrives,
// the answer is a picture of the dimensions that the stream claims, or a documented failure with one line of English.
// Methods lanczos and patches refuse what is cut or has something appended; method neural shows what is certain.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/support/api_calls.h"
#include "tests/support/stream_contract.h"
#include "tests/support/synthetic_picture.h"

namespace mote_test {
namespace {

// Damaged dimensions are refused beyond this, which keeps the tests quick.
constexpr uint64_t kMaxPixels = 1 << 12;
// So are rasters of method neural beyond this, which take long to draw, whatever the dimensions: they are only
// inspected.
constexpr uint64_t kMaxNeuralRasterPixels = 1 << 12;

struct Sample {
  mote_method method;
  Scene scene;
  uint32_t width, height;
  size_t max_bytes;
};

std::vector<Sample> SamplesOf(mote_method method) {
  return {{method, Scene::kFlat, 1, 1, 40},
          {method, Scene::kDiscs, 33, 64, 120},
          {method, Scene::kNoise, 16, 16, 90},
          {method, Scene::kStripes, 200, 20, 100}};
}

std::vector<Bytes> StreamsOf(mote_method method) {
  std::vector<Bytes> streams;
  for (const Sample& sample : SamplesOf(method)) {
    const SyntheticPicture picture = RenderScene(sample.scene, sample.width, sample.height);
    mote_encode_options options = EncodeOptions(sample.method, sample.max_bytes);
    options.effort = 1;
    const EncodeResult encoded = Encode(picture.image(), options);
    EXPECT_EQ(encoded.status, MOTE_OK) << encoded.message;
    if (encoded.status == MOTE_OK) streams.push_back(encoded.bytes());
  }
  return streams;
}

std::string Hexadecimal(const Bytes& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const uint8_t byte : bytes) text += {kDigits[byte >> 4], kDigits[byte & 15]};
  return text;
}

// A copy of exactly the stream's length, so that a sanitizer sees the first byte read beyond it.
void ExpectContract(const Bytes& bytes, const mote_decode_options& options = DecodeOptions(kMaxPixels)) {
  const Bytes exact(bytes.begin(), bytes.end());
  const InfoResult info = Info(exact);
  mote_decode_options affordable = options;
  if (info.status == MOTE_OK && info.info.method == MOTE_METHOD_NEURAL &&
      uint64_t{info.info.raster_width} * info.info.raster_height > kMaxNeuralRasterPixels) {
    affordable.max_pixels = 0;
  }
  EXPECT_EQ(DecodeViolation(exact, affordable), "") << "stream: " << Hexadecimal(bytes);
}

Bytes Pixels(const DecodeResult& decoded) { return {decoded.pixels().begin(), decoded.pixels().end()}; }

Bytes Prefix(const Bytes& bytes, size_t length) {
  return {bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(length)};
}

// Bytes before the range-coded symbols of a stream of method neural: header, raster and level.
size_t BytesBeforeSymbols(const Bytes& stream) {
  const InfoResult info = Info(stream);
  EXPECT_EQ(info.status, MOTE_OK) << info.message;
  for (uint32_t i = 0; i < info.info.part_count; ++i) {
    const mote_part& part = info.info.parts[i];
    if (std::string(part.label) == "latents") return stream.size() - part.bits / 8;
  }
  ADD_FAILURE() << "no part called latents";
  return 0;
}

class DamageTest : public testing::TestWithParam<mote_method> {
 protected:
  [[nodiscard]] static bool is_neural() { return GetParam() == MOTE_METHOD_NEURAL; }
};

TEST_P(DamageTest, UndamagedStreamsDecode) {
  const std::vector<Sample> samples = SamplesOf(GetParam());
  const std::vector<Bytes> streams = StreamsOf(GetParam());
  ASSERT_EQ(streams.size(), samples.size());
  for (size_t i = 0; i < streams.size(); ++i) {
    ExpectContract(streams[i]);
    const DecodeResult decoded = Decode(streams[i], DecodeOptions(kMaxPixels));
    ASSERT_EQ(decoded.status, MOTE_OK) << decoded.message;
    EXPECT_EQ(decoded.width(), samples[i].width);
    EXPECT_EQ(decoded.height(), samples[i].height);
  }
}

TEST_P(DamageTest, EveryTruncationIsAnErrorOrToldOf) {
  for (const Bytes& stream : StreamsOf(GetParam())) {
    const size_t least = is_neural() ? BytesBeforeSymbols(stream) : stream.size();
    const bool whole_is_cut = Decode(stream, DecodeOptions(kMaxPixels)).cut();
    for (size_t length = 0; length < stream.size(); ++length) {
      const Bytes cut = Prefix(stream, length);
      ExpectContract(cut);
      const DecodeResult decoded = Decode(cut, DecodeOptions(kMaxPixels));
      if (length < least) {
        EXPECT_NE(decoded.status, MOTE_OK) << "cut to " << length << " bytes";
        if (is_neural()) {
          EXPECT_EQ(decoded.status, MOTE_ERROR_TRUNCATED) << "cut to " << length << " bytes";
        }
      } else {
        ASSERT_EQ(decoded.status, MOTE_OK) << "cut to " << length << " bytes";
        EXPECT_TRUE(decoded.cut() || whole_is_cut) << "cut to " << length << " bytes";
      }
    }
  }
}

TEST_P(DamageTest, EverySingleBitFlippedIsAPictureOrAnError) {
  for (const Bytes& stream : StreamsOf(GetParam())) {
    for (size_t bit = 0; bit < 8 * stream.size(); ++bit) {
      Bytes flipped = stream;
      flipped[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
      ExpectContract(flipped);
    }
  }
}

TEST_P(DamageTest, BytesAfterTheEndAreCorruptionOrIgnored) {
  size_t compared = 0;
  for (const Bytes& stream : StreamsOf(GetParam())) {
    const DecodeResult whole = Decode(stream, DecodeOptions(kMaxPixels));
    ASSERT_EQ(whole.status, MOTE_OK) << whole.message;
    if (whole.cut()) continue;  // what follows would be taken for the missing end
    ++compared;
    for (const size_t count : {1, 2, 300}) {
      for (const uint8_t value : {0, 255}) {
        Bytes longer = stream;
        longer.insert(longer.end(), count, value);
        ExpectContract(longer);
        const DecodeResult decoded = Decode(longer, DecodeOptions(kMaxPixels));
        if (is_neural()) {
          ASSERT_EQ(decoded.status, MOTE_OK) << count << " bytes appended";
          EXPECT_FALSE(decoded.cut());
          EXPECT_EQ(Pixels(decoded), Pixels(whole)) << count << " bytes appended";
        } else {
          EXPECT_EQ(decoded.status, MOTE_ERROR_CORRUPT) << count << " bytes appended";
        }
      }
    }
  }
  EXPECT_GT(compared, 0U);
}

// Replaces, inserts, deletes or splices, one to four times.
class Editor {
 public:
  explicit Editor(uint32_t seed) : random_(seed) {}

  Bytes Edit(const std::vector<Bytes>& streams) {
    Bytes bytes = streams[Below(streams.size())];
    for (size_t edits = 1 + Below(4); edits > 0; --edits) EditOnce(streams, bytes);
    return bytes;
  }

 private:
  size_t Below(size_t end) { return random_() % end; }

  void EditOnce(const std::vector<Bytes>& streams, Bytes& bytes) {
    const size_t length = bytes.size();
    // Half of the edits fall on the first 16 bytes, where the dimensions are.
    const size_t at = length == 0 ? 0 : Below(Below(2) == 0 ? std::min<size_t>(length, 16) : length);
    const auto position = bytes.begin() + static_cast<ptrdiff_t>(at);
    switch (Below(5)) {
      case 0:
        if (length > 0) *position = static_cast<uint8_t>(random_());
        break;
      case 1:
        if (length > 0) *position ^= static_cast<uint8_t>(1 << Below(8));
        break;
      case 2:
        bytes.insert(position, 1 + Below(3), static_cast<uint8_t>(random_()));
        break;
      case 3:
        bytes.erase(position, position + static_cast<ptrdiff_t>(std::min(length - at, 1 + Below(3))));
        break;
      default: {  // the beginning of this stream, the end of another
        const Bytes& other = streams[Below(streams.size())];
        bytes.erase(position, bytes.end());
        bytes.insert(bytes.end(), other.begin() + static_cast<ptrdiff_t>(std::min(at, other.size())), other.end());
        break;
      }
    }
  }

  std::mt19937 random_;  // its numbers are the same everywhere
};

TEST_P(DamageTest, ThousandsOfRandomEditsArePicturesOrErrors) {
  const std::vector<Bytes> streams = StreamsOf(GetParam());
  ASSERT_FALSE(streams.empty());
  Editor editor(2024);
  size_t pictures = 0;
  const size_t edits = is_neural() ? 2000 : 20000;  // a network's picture takes ten times as long
  for (size_t edit = 0; edit < edits; ++edit) {
    const Bytes bytes = editor.Edit(streams);
    // Every fourth is decoded small, which bounds the output whatever the claimed dimensions.
    const bool small = edit % 4 == 0;
    ExpectContract(bytes, DecodeOptions(kMaxPixels, small ? 24 : 0));
    pictures += Info(bytes).status == MOTE_OK;
    if (HasFailure()) break;
  }
  // Both answers occur, or the edits test little.
  EXPECT_GT(pictures, edits / 100);
  EXPECT_LT(pictures, edits * 99 / 100);
}

INSTANTIATE_TEST_SUITE_P(Methods, DamageTest, testing::ValuesIn(kAllMethods),
                         [](const auto& instance) { return MethodName(instance.param); });

}  // namespace
}  // namespace mote_test
