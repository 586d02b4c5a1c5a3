// Every allocation fails once: first alone, then with all that follow it. The answer is MOTE_ERROR_OUT_OF_MEMORY, or
// success where the library could do without; outputs stay untouched, and the leak checker of the sanitized build finds
// nothing left.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/robustness/failing_allocator.h"
#include "tests/support/api_calls.h"
#include "tests/support/stream_contract.h"
#include "tests/support/synthetic_picture.h"

namespace mote_test {
namespace {

// A call into the C API that allocates nothing of its own: returns the status, and frees what a success gave.
struct Call {
  virtual ~Call() = default;
  [[nodiscard]] virtual mote_status Run(mote_error* error) = 0;
  // Whether a failed Run left its output untouched.
  [[nodiscard]] virtual bool untouched() const = 0;
};

struct EncodeCall : Call {
  // With one thread a call makes the same allocations every time; with more it depends on who takes which turn.
  EncodeCall(mote_method method, const SyntheticPicture& source, int threads)
      : image(source.image()), options(EncodeOptions(method, 64)) {
    options.effort = 1;
    options.threads = threads;
  }
  mote_status Run(mote_error* error) override {
    stream = nullptr;
    const mote_status status = mote_encode(&image, &options, &stream, error);
    if (status == MOTE_OK) mote_stream_free(stream);
    return status;
  }
  bool untouched() const override { return stream == nullptr; }

  mote_image image;
  mote_encode_options options;
  mote_stream* stream = nullptr;
};

struct DecodeCall : Call {
  explicit DecodeCall(const Bytes& stream) : bytes(stream), options(DecodeOptions(1 << 16)) {}
  mote_status Run(mote_error* error) override {
    picture = nullptr;
    const mote_status status = mote_decode(bytes.data(), bytes.size(), &options, &picture, error);
    if (status == MOTE_OK) mote_picture_free(picture);
    return status;
  }
  bool untouched() const override { return picture == nullptr; }

  const Bytes& bytes;
  mote_decode_options options;
  mote_picture* picture = nullptr;
};

struct InfoCall : Call {
  explicit InfoCall(const Bytes& stream) : bytes(stream) {}
  mote_status Run(mote_error* error) override {
    info = {};
    info.struct_size = sizeof(info);
    return mote_info(bytes.data(), bytes.size(), &info, error);
  }
  bool untouched() const override { return info.width == 0 && info.part_count == 0; }

  const Bytes& bytes;
  mote_stream_info info{};
};

struct Outcome {
  mote_status status;
  uint64_t requests, failures, zlib_requests;
  mote_error error;
};

Outcome RunFailing(Call& call, uint64_t first, FailureKind kind) {
  Outcome outcome{};
  const FailureScope scope(first, kind);
  outcome.status = call.Run(&outcome.error);
  outcome.requests = scope.requests();
  outcome.failures = scope.failures();
  outcome.zlib_requests = scope.zlib_requests();
  return outcome;
}

// Calls that make more allocations than this have the later ones sampled, so that the test stays quick.
constexpr uint64_t kEachOfFirst = 200;
constexpr uint64_t kSampledLater = 50;

void ExpectSurvivesEveryFailure(Call& call, bool expect_zlib) {
  const Outcome whole = RunFailing(call, UINT64_MAX, FailureKind::kAllFrom);
  ASSERT_EQ(whole.status, MOTE_OK) << whole.error.message;
  ASSERT_GT(whole.requests, 0U);
  EXPECT_EQ(whole.zlib_requests > 0, expect_zlib);
  const uint64_t later = whole.requests - std::min(whole.requests, kEachOfFirst);
  const uint64_t step = later / kSampledLater + 1;
  for (const FailureKind kind : {FailureKind::kOne, FailureKind::kAllFrom}) {
    for (uint64_t first = 0; first < whole.requests; first += first < kEachOfFirst ? 1 : step) {
      const Outcome outcome = RunFailing(call, first, kind);
      ASSERT_GT(outcome.failures, 0U) << "allocation " << first;
      if (outcome.status == MOTE_OK) continue;
      ASSERT_EQ(outcome.status, MOTE_ERROR_OUT_OF_MEMORY) << "allocation " << first << ": " << outcome.error.message;
      ASSERT_EQ(MessageViolation(outcome.error.message), "");
      ASSERT_TRUE(call.untouched()) << "allocation " << first;
    }
  }
  // And afterwards all is as before.
  const Outcome again = RunFailing(call, UINT64_MAX, FailureKind::kAllFrom);
  EXPECT_EQ(again.status, MOTE_OK);
  EXPECT_EQ(again.requests, whole.requests);
}

class AllocationTest : public testing::TestWithParam<mote_method> {
 protected:
  AllocationTest() : picture_(RenderScene(Scene::kDiscs, 21, 13, 4)) {
    EncodeResult encoded = Encode(picture_.image(), EncodeOptions(GetParam(), 64));
    EXPECT_EQ(encoded.status, MOTE_OK) << encoded.message;
    if (encoded.status == MOTE_OK) bytes_ = encoded.bytes();
  }

  [[nodiscard]] bool uses_zlib() const { return GetParam() == MOTE_METHOD_PATCHES; }

  SyntheticPicture picture_;
  Bytes bytes_;
};

TEST_P(AllocationTest, Encode) {
  EncodeCall call(GetParam(), picture_, 1);
  ExpectSurvivesEveryFailure(call, uses_zlib());
}

// How many allocations there are, and whose, differs from call to call.
TEST_P(AllocationTest, EncodeOnThreads) {
  EncodeCall call(GetParam(), picture_, 3);
  const Outcome whole = RunFailing(call, UINT64_MAX, FailureKind::kAllFrom);
  ASSERT_EQ(whole.status, MOTE_OK) << whole.error.message;
  const uint64_t step = whole.requests / kSampledLater + 1;
  for (uint64_t first = 0; first < whole.requests; first += step) {
    const Outcome outcome = RunFailing(call, first, FailureKind::kAllFrom);
    if (outcome.status == MOTE_OK) continue;
    ASSERT_EQ(outcome.status, MOTE_ERROR_OUT_OF_MEMORY) << "allocation " << first << ": " << outcome.error.message;
    ASSERT_EQ(MessageViolation(outcome.error.message), "");
    ASSERT_TRUE(call.untouched()) << "allocation " << first;
  }
}

TEST_P(AllocationTest, Decode) {
  DecodeCall call(bytes_);
  ExpectSurvivesEveryFailure(call, uses_zlib());
}

TEST_P(AllocationTest, Info) {
  InfoCall call(bytes_);
  ExpectSurvivesEveryFailure(call, uses_zlib());
}

// A failure on the way to telling of another failure is still a failure that is told.
TEST_P(AllocationTest, DamagedStreams) {
  Bytes damaged = bytes_;
  // What method neural can do without goes to the stream's third byte.
  damaged.resize(GetParam() == MOTE_METHOD_NEURAL ? 3 : damaged.size() - 1);
  DecodeCall call(damaged);
  const Outcome whole = RunFailing(call, UINT64_MAX, FailureKind::kAllFrom);
  ASSERT_EQ(whole.status, MOTE_ERROR_TRUNCATED) << whole.error.message;
  for (uint64_t first = 0; first < whole.requests; ++first) {
    const Outcome outcome = RunFailing(call, first, FailureKind::kAllFrom);
    EXPECT_TRUE(outcome.status == MOTE_ERROR_OUT_OF_MEMORY || outcome.status == MOTE_ERROR_TRUNCATED)
        << outcome.error.message;
    EXPECT_EQ(MessageViolation(outcome.error.message), "");
  }
}

// Method neural unpacks its weights at the first use; when that fails, the next use tries again. Run alone, this test
// is that first use.
TEST(FirstUseTest, WeightsAreUnpackedAgainAfterAFailure) {
  const Bytes bytes = {0x40, 0, 0, 0, 128};  // one pixel, one position, no symbols
  DecodeCall call(bytes);
  constexpr uint64_t kStep = 37;
  mote_status status = MOTE_ERROR_OUT_OF_MEMORY;
  uint64_t first = 0;
  for (; status != MOTE_OK && first < 100000; first += kStep) {
    status = RunFailing(call, first, FailureKind::kOne).status;
    if (status != MOTE_OK) {
      ASSERT_EQ(status, MOTE_ERROR_OUT_OF_MEMORY) << "allocation " << first;
    }
  }
  EXPECT_EQ(status, MOTE_OK);
  EXPECT_GT(first, kStep);
}

INSTANTIATE_TEST_SUITE_P(Methods, AllocationTest, testing::ValuesIn(kAllMethods),
                         [](const auto& instance) { return MethodName(instance.param); });

}  // namespace
}  // namespace mote_test
