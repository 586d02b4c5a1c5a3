// The encoder at the efforts that refine. What all efforts have in common: encoder_test.cc.
#include "methods/neural/encoder_refinement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "methods/neural/encoder.h"
#include "methods/neural/encoder_search.h"
#include "methods/neural/network.h"
#include "tests/unit/methods/neural/coding.h"
#include "tests/unit/methods/neural/refinement/refinement_case.h"

namespace mote::neural {
namespace {

using refinement::TexturePicture;

Image FlatPicture(Size size, uint8_t sample) {
  Image picture(size, 3);
  std::fill_n(picture.view().data, picture.samples().size(), sample);
  return picture;
}

// The published score of what the stream shows, as the encoder has it.
double Dssim(const Image& picture, const std::vector<uint8_t>& bytes) {
  const refinement::Objective objective(picture.view(), 0.0);
  ByteReader reader(bytes);
  const Payload payload = ReadPayload(picture.size(), reader).value();
  const Latents latents = ReadLatents(TheNetwork(), payload);
  return Judged(TheNetwork(), objective, {1, payload.level, {}}, latents.values).distortion;
}

std::vector<uint8_t> EncodedForDssim(const Image& picture, size_t max_bytes, int effort) {
  StopSource go_on;
  return TryToEncode(picture, max_bytes, {.effort = effort, .tune = Tune::kDssim}, go_on).value();
}

TEST(EncoderRefinement, AnyNumberOfThreadsGivesTheSame) {
  const Image picture = TexturePicture({32, 24}, 1);
  // With one descent, and with two.
  for (const int effort : {5, 8}) {
    std::vector<std::vector<uint8_t>> streams;
    for (const unsigned threads : {1, 2, 0}) {
      StopSource go_on;
      streams.push_back(TryToEncode(picture, 40, {.effort = effort, .threads = threads}, go_on).value());
    }
    for (const std::vector<uint8_t>& stream : streams) EXPECT_EQ(stream, streams.front()) << effort;
  }
}

TEST(EncoderRefinement, IsWorthIt) {
  for (const Image& picture : {TexturePicture({64, 48}, 2), NoisePicture({40, 40}, 3, 3)}) {
    const double searched = Dssim(picture, EncodedForDssim(picture, 200, 3));
    // Both start from what that effort tries and more.
    EXPECT_LE(Dssim(picture, EncodedForDssim(picture, 200, 5)), searched);
    EXPECT_LT(Dssim(picture, EncodedForDssim(picture, 200, 6)), searched);
  }
}

TEST(EncoderRefinement, KeepsEveryBudget) {
  struct Case {
    const char* name;
    Image picture;
  };
  const Case cases[] = {{"flat", FlatPicture({12, 8}, 200)},    {"black", FlatPicture({8, 12}, 0)},
                        {"1x1", FlatPicture({1, 1}, 77)},       {"1x20", TexturePicture({1, 20}, 4)},
                        {"20x1", TexturePicture({20, 1}, 5)},   {"noise", NoisePicture({10, 6}, 3, 6)},
                        {"texture", TexturePicture({5, 15}, 7)}};
  for (const auto& [name, picture] : cases) {
    for (const int effort : {5, 6}) {
      const std::vector<size_t> budgets =
          effort == 5 ? std::vector<size_t>{2, 3, 24, 40, 65536} : std::vector<size_t>{2, 32};
      for (const size_t budget : budgets) {
        SCOPED_TRACE(std::string(name) + ", effort " + std::to_string(effort) + ", " + std::to_string(budget));
        const std::vector<uint8_t> bytes = Encoded(picture, budget, effort);
        EXPECT_LE(bytes.size(), budget);
        EXPECT_EQ(Decoded(picture.size(), bytes).size(), picture.size());
      }
    }
  }
}

TEST(EncoderRefinement, EndsWithinEightBytesOfTheLimitWhereDetailIsLeft) {
  const Image picture = NoisePicture({96, 72}, 3, 8);
  for (const size_t budget : {100, 200, 400}) {
    const size_t bytes = Encoded(picture, budget, 6).size();
    EXPECT_LE(bytes, budget);
    EXPECT_GE(bytes + 8, budget);
  }
}

// What the progress callback was told, and by whom; it gives `answer` at call number `stop_at`.
struct Recorder {
  size_t stop_at = SIZE_MAX;
  ProgressAnswer answer = ProgressAnswer::kGoOn;
  std::vector<double> fractions = {};
  std::vector<std::thread::id> callers = {};

  Progress AsProgress() {
    return [this](double fraction) {
      fractions.push_back(fraction);
      callers.push_back(std::this_thread::get_id());
      return fractions.size() - 1 == stop_at ? answer : ProgressAnswer::kGoOn;
    };
  }
};

class EncoderRefinementStops : public testing::Test {
 protected:
  EncoderRefinementStops() : picture_(TexturePicture({32, 24}, 9)) {}

  Result<std::vector<uint8_t>> EncodeWith(Recorder& recorder, unsigned threads) const {
    StopSource stop(recorder.AsProgress());
    return TryToEncode(picture_, kBudget, {.effort = 8, .threads = threads}, stop);
  }
  // At a few calls from the first to the last.
  static std::vector<size_t> Places(size_t calls) { return {0, calls / 8, calls / 2 | 1, calls - 1}; }
  // One, and two at every other place.
  static std::vector<unsigned> ThreadsAt(size_t place) {
    return place % 2 == 0 ? std::vector<unsigned>{1} : std::vector<unsigned>{1, 2};
  }
  void ExpectGood(const std::vector<uint8_t>& bytes) const {
    EXPECT_LE(bytes.size(), kBudget);
    EXPECT_EQ(Decoded(picture_.size(), bytes).size(), picture_.size());
  }
  static void ExpectRises(const Recorder& recorder) {
    ASSERT_GE(recorder.fractions.size(), 2u);
    EXPECT_EQ(recorder.fractions.front(), 0.0);
    EXPECT_EQ(recorder.fractions.back(), 1.0);
    for (size_t i = 1; i < recorder.fractions.size(); ++i) {
      EXPECT_GE(recorder.fractions[i], recorder.fractions[i - 1]) << i;
    }
    for (const std::thread::id caller : recorder.callers) EXPECT_EQ(caller, std::this_thread::get_id());
  }

  static constexpr size_t kBudget = 40;
  Image picture_;
};

TEST_F(EncoderRefinementStops, ProgressRisesOnTheCallersThread) {
  for (const unsigned threads : {1, 2}) {
    Recorder recorder;
    ASSERT_TRUE(EncodeWith(recorder, threads).ok());
    ExpectRises(recorder);
    // Most of the calls tell of the descent's steps.
    EXPECT_GT(recorder.fractions.size(), 50u);
  }
}

TEST_F(EncoderRefinementStops, CancelsAtAnyCall) {
  Recorder whole;
  ASSERT_TRUE(EncodeWith(whole, 1).ok());
  for (const size_t place : Places(whole.fractions.size())) {
    for (const unsigned threads : ThreadsAt(place)) {
      Recorder recorder{place, ProgressAnswer::kCancel};
      const Result<std::vector<uint8_t>> encoded = EncodeWith(recorder, threads);
      // With more threads there are fewer calls.
      if (recorder.fractions.size() <= place) continue;
      ASSERT_FALSE(encoded.ok()) << place;
      EXPECT_EQ(encoded.error().code, ErrorCode::kCancelled);
      EXPECT_EQ(recorder.fractions.size(), place + 1) << "called again after it had said stop";
    }
  }
}

TEST_F(EncoderRefinementStops, FinishesAtAnyCall) {
  Recorder whole;
  const Result<std::vector<uint8_t>> best = EncodeWith(whole, 1);
  ASSERT_TRUE(best.ok());
  for (const size_t place : Places(whole.fractions.size())) {
    for (const unsigned threads : ThreadsAt(place)) {
      Recorder recorder{place, ProgressAnswer::kFinish};
      const Result<std::vector<uint8_t>> encoded = EncodeWith(recorder, threads);
      ASSERT_TRUE(encoded.ok()) << place;
      ExpectGood(encoded.value());
      ExpectRises(recorder);
      if (threads == 1) {
        EXPECT_LE(recorder.fractions.size(), whole.fractions.size());
      }
      // The last call is made when all is done.
      if (place + 1 == whole.fractions.size()) {
        EXPECT_EQ(encoded.value(), best.value());
      }
    }
  }
}

TEST_F(EncoderRefinementStops, ATimeLimitEndsIt) {
  for (const double seconds : {1e-9, 0.05}) {
    for (const unsigned threads : {1, 2}) {
      StopSource stop({}, seconds);
      const Result<std::vector<uint8_t>> encoded =
          TryToEncode(picture_, kBudget, {.effort = 9, .threads = threads}, stop);
      ASSERT_TRUE(encoded.ok()) << seconds;
      ExpectGood(encoded.value());
    }
  }
}

}  // namespace
}  // namespace mote::neural
