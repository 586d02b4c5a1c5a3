// A progress callback that says stop is obeyed at whichever call it says so; one that says finish gets a stream, and so
// does a time limit.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/api_calls.h"
#include "tests/support/stream_contract.h"
#include "tests/support/synthetic_picture.h"

namespace mote_test {
namespace {

// Each test encodes again for every call, which takes minutes under sanitizers at efforts that refine; these have tests of
// their own (tests/unit/methods/neural/encoder_refinement_test.cc).
constexpr int kEffort = 4;

// Gives its answer at call number `stop_at` and says go on at all others, and records what it was told.
struct Recorder {
  size_t stop_at = SIZE_MAX;
  std::vector<double> fractions;
  int answer = MOTE_PROGRESS_CANCEL;

  static int Callback(void* user_data, double fraction) {
    auto* recorder = static_cast<Recorder*>(user_data);
    recorder->fractions.push_back(fraction);
    return recorder->fractions.size() - 1 == recorder->stop_at ? recorder->answer : MOTE_PROGRESS_GO_ON;
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
    options.effort = kEffort;
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
    Recorder recorder{stop_at, {}, MOTE_PROGRESS_CANCEL};
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
    Recorder recorder{stop_at, {}, MOTE_PROGRESS_CANCEL};
    const DecodeResult stopped = decode_with(recorder);
    EXPECT_EQ(stopped.status, MOTE_ERROR_CANCELLED) << "call " << stop_at;
    EXPECT_EQ(MessageViolation(stopped.message), "");
    EXPECT_EQ(stopped.picture, nullptr);
    EXPECT_EQ(recorder.fractions.size(), stop_at + 1) << "called again after it had said stop";
  }
}

TEST_P(CancelTest, UnknownAnswersCancel) {
  for (const int answer : {-1, 3, 256}) {
    Recorder recorder{0, {}, answer};
    EXPECT_EQ(EncodeWith(recorder).status, MOTE_ERROR_CANCELLED) << answer;
  }
}

TEST_P(CancelTest, EncodeFinishesAtAnyCall) {
  Recorder whole;
  const Bytes best = EncodeWith(whole).bytes();
  for (size_t stop_at = 0; stop_at < whole.fractions.size(); ++stop_at) {
    Recorder recorder{stop_at, {}, MOTE_PROGRESS_FINISH};
    const EncodeResult finished = EncodeWith(recorder);
    ASSERT_EQ(finished.status, MOTE_OK) << "call " << stop_at << ": " << finished.message;
    EXPECT_LE(finished.bytes().size(), 300U);
    const Bytes bytes = finished.bytes();
    EXPECT_EQ(DecodeViolation(bytes, DecodeOptions(1 << 20)), "");
    EXPECT_EQ(Decode(bytes, DecodeOptions(1 << 20)).width(), 50U);
    ExpectRisesFromZeroToOne(recorder.fractions);
    EXPECT_LE(recorder.fractions.size(), whole.fractions.size());
    if (stop_at + 1 == whole.fractions.size()) {
      EXPECT_EQ(bytes, best);
    }
  }
}

// One that has said finish may still say stop.
TEST_P(CancelTest, EncodeCanBeStoppedWhileItFinishes) {
  mote_encode_options options = EncodeOptions(GetParam(), 300);
  options.effort = kEffort;
  options.progress = [](void*, double fraction) -> int {
    return fraction < 1 ? MOTE_PROGRESS_FINISH : MOTE_PROGRESS_CANCEL;
  };
  EXPECT_EQ(Encode(picture_.image(), options).status, MOTE_ERROR_CANCELLED);
}

TEST_P(CancelTest, DecodeHasNothingToFinishWith) {
  Recorder unused;
  const Bytes bytes = EncodeWith(unused).bytes();
  mote_decode_options options = DecodeOptions(1 << 20);
  options.progress = [](void*, double) -> int { return MOTE_PROGRESS_FINISH; };
  EXPECT_EQ(Decode(bytes, options).status, MOTE_ERROR_CANCELLED);
}

// Whatever the limit, the stream is one that a callback could have had by saying finish.
TEST_P(CancelTest, ATimeLimitGivesAnAttempt) {
  Recorder whole;
  const Bytes best = EncodeWith(whole).bytes();
  std::vector<Bytes> attempts;
  for (size_t stop_at = 0; stop_at < whole.fractions.size(); ++stop_at) {
    Recorder recorder{stop_at, {}, MOTE_PROGRESS_FINISH};
    attempts.push_back(EncodeWith(recorder).bytes());
  }
  for (const double seconds : {1e-9, 0.001, 0.05, 1e300}) {
    mote_encode_options options = EncodeOptions(GetParam(), 300);
    options.effort = kEffort;
    options.time_limit_seconds = seconds;
    const EncodeResult limited = Encode(picture_.image(), options);
    ASSERT_EQ(limited.status, MOTE_OK) << limited.message;
    EXPECT_NE(std::find(attempts.begin(), attempts.end(), limited.bytes()), attempts.end()) << seconds << " seconds";
  }
  if (GetParam() == MOTE_METHOD_NEURAL) {
    EXPECT_NE(attempts.front(), best) << "nothing was there to be stopped";
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, CancelTest, testing::ValuesIn(kAllMethods),
                         [](const auto& instance) { return MethodName(instance.param); });

}  // namespace
}  // namespace mote_test
