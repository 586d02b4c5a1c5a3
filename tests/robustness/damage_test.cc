// Damaged streams: cut at every length, every bit flipped, thousands of seeded edits, bytes appended. Whatever arrives,
// the answer is a picture of the dimensions that the stream claims, or a documented failure with one line of English.
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
  EXPECT_EQ(DecodeViolation(exact, options), "") << "stream: " << Hexadecimal(bytes);
}

class DamageTest : public testing::TestWithParam<mote_method> {};

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

TEST_P(DamageTest, EveryTruncationIsAnError) {
  for (const Bytes& stream : StreamsOf(GetParam())) {
    for (size_t length = 0; length < stream.size(); ++length) {
      const Bytes cut(stream.begin(), stream.begin() + static_cast<ptrdiff_t>(length));
      ExpectContract(cut);
      EXPECT_NE(Decode(cut, DecodeOptions(kMaxPixels)).status, MOTE_OK) << "cut to " << length << " bytes";
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

TEST_P(DamageTest, BytesAfterTheEndAreCorruption) {
  for (const Bytes& stream : StreamsOf(GetParam())) {
    for (const size_t count : {1, 2, 300}) {
      for (const uint8_t value : {0, 255}) {
        Bytes longer = stream;
        longer.insert(longer.end(), count, value);
        ExpectContract(longer);
        EXPECT_EQ(Decode(longer, DecodeOptions(kMaxPixels)).status, MOTE_ERROR_CORRUPT) << count << " bytes appended";
      }
    }
  }
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

TEST_P(DamageTest, TwentyThousandRandomEditsArePicturesOrErrors) {
  const std::vector<Bytes> streams = StreamsOf(GetParam());
  ASSERT_FALSE(streams.empty());
  Editor editor(2024);
  size_t pictures = 0;
  constexpr size_t kEdits = 20000;
  for (size_t edit = 0; edit < kEdits; ++edit) {
    const Bytes bytes = editor.Edit(streams);
    // Every fourth is decoded small, which bounds the output whatever the claimed dimensions.
    const bool small = edit % 4 == 0;
    ExpectContract(bytes, DecodeOptions(kMaxPixels, small ? 24 : 0));
    pictures += Info(bytes).status == MOTE_OK;
    if (HasFailure()) break;
  }
  // Both answers occur, or the edits test little.
  EXPECT_GT(pictures, kEdits / 100);
  EXPECT_LT(pictures, kEdits * 99 / 100);
}

INSTANTIATE_TEST_SUITE_P(Methods, DamageTest, testing::Values(MOTE_METHOD_LANCZOS, MOTE_METHOD_PATCHES),
                         [](const auto& instance) {
                           return instance.param == MOTE_METHOD_LANCZOS ? "lanczos" : "patches";
                         });

}  // namespace
}  // namespace mote_test
