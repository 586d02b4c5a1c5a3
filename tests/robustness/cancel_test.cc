// A progress callback that says stop is obeyed at whichever call it says so.
#include <gtest/gtest.h>

#include <vector>

#include "tests/support/api_calls.h"
#include "tests/support/stream_contract.h"
#include "tests/support/synthetic_picture.h"

namespace mote_test {
namespace {

// Says stop at call number `stop_at`, and records what it was told.
struct Recorder {
  size_t stop_at = SIZE_MAX;
  std::vector<double> fractions;

  static int Callback(void* user_data, double fraction) {
    auto* recorder = static_cast<Recorder*>(user_data);
    recorder->fractions.push_back(fraction);
    return recorder->fractions.size() - 1 == recorder->stop_at ? 1 : 0;
  }
};

void ExpectRisesFromZeroToOne(const std::vector<double>& fractions) {
  ASSERT_GE(fractions.size(), 2U);
  EXPECT_EQ(fractions.front(), 0.0);
  EXPECT_EQ(fractions.back(), 1.0);
  for (size_t i = 1; i < fractions.size(); ++i) EXPECT_GE(fractions[i], fractions[i - 1]) << "call " << i;
}

class CancelTest : public testing::TestWithParam<mote_method> {
 protected:
  CancelTest() : picture_(RenderScene(Scene::kDiscs, 50, 40)) {}

  EncodeResult EncodeWith(Recorder& recorder) const {
    mote_encode_options options = EncodeOptions(GetParam(), 300);
    options.progress = Recorder::Callback;
    options.progress_data = &recorder;
    return Encode(picture_.image(), options);
  }

  SyntheticPicture picture_;
};

TEST_P(CancelTest, EncodeStopsAtAnyCall) {
  Recorder whole;
  ASSERT_EQ(EncodeWith(whole).status, MOTE_OK);
  ExpectRisesFromZeroToOne(whole.fractions);
  for (size_t stop_at = 0; stop_at < whole.fractions.size(); ++stop_at) {
    Recorder recorder{stop_at, {}};
    const EncodeResult stopped = EncodeWith(recorder);
    EXPECT_EQ(stopped.status, MOTE_ERROR_CANCELLED) << "call " << stop_at;
    EXPECT_EQ(MessageViolation(stopped.message), "");
    EXPECT_EQ(stopped.stream, nullptr);
    EXPECT_EQ(recorder.fractions.size(), stop_at + 1) << "called again after it had said stop";
  }
}

TEST_P(CancelTest, DecodeStopsAtAnyCall) {
  Recorder unused;
  const EncodeResult encoded = EncodeWith(unused);
  ASSERT_EQ(encoded.status, MOTE_OK) << encoded.message;
  const Bytes bytes = encoded.bytes();
  const auto decode_with = [&](Recorder& recorder) {
    mote_decode_options options = DecodeOptions(1 << 20);
    options.progress = Recorder::Callback;
    options.progress_data = &recorder;
    return Decode(bytes, options);
  };
  Recorder whole;
  ASSERT_EQ(decode_with(whole).status, MOTE_OK);
  ExpectRisesFromZeroToOne(whole.fractions);
  for (size_t stop_at = 0; stop_at < whole.fractions.size(); ++stop_at) {
    Recorder recorder{stop_at, {}};
    const DecodeResult stopped = decode_with(recorder);
    EXPECT_EQ(stopped.status, MOTE_ERROR_CANCELLED) << "call " << stop_at;
    EXPECT_EQ(MessageViolation(stopped.message), "");
    EXPECT_EQ(stopped.picture, nullptr);
    EXPECT_EQ(recorder.fractions.size(), stop_at + 1) << "called again after it had said stop";
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, CancelTest, testing::ValuesIn(kAllMethods),
                         [](const auto& instance) { return MethodName(instance.param); });

}  // namespace
}  // namespace mote_test
