#include "apps/mote/jobs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace mote::app {
namespace {

TEST(Jobs, DoesEverythingOnceAndReportsInOrder) {
  for (const unsigned threads : {1u, 2u, 7u, 64u}) {
    for (const size_t count : {size_t{0}, size_t{1}, size_t{5}, size_t{100}}) {
      std::vector<std::atomic<int>> worked(count);
      std::vector<size_t> reported;
      RunInOrder(
          count, threads, [&](size_t i) { ++worked[i]; },
          [&](size_t i) {
            EXPECT_EQ(worked[i], 1);
            reported.push_back(i);
          });
      ASSERT_EQ(reported.size(), count);
      for (size_t i = 0; i < count; ++i) EXPECT_EQ(reported[i], i);
    }
  }
}

TEST(Jobs, ReportsBeforeAllIsDone) {
  std::atomic<bool> first_reported = false;
  RunInOrder(
      2, 2,
      [&](size_t i) {
        if (i == 0) return;
        // Ends only because the first is reported while this one works.
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!first_reported && std::chrono::steady_clock::now() < limit) std::this_thread::yield();
        EXPECT_TRUE(first_reported);
      },
      [&](size_t i) { first_reported = first_reported || i == 0; });
}

TEST(Jobs, ShareTheCores) {
  EXPECT_EQ(ThreadsEach(1, 8, 8), 8u) << "a single file has them all";
  EXPECT_EQ(ThreadsEach(100, 8, 8), 1u);
  EXPECT_EQ(ThreadsEach(100, 2, 8), 4u);
  EXPECT_EQ(ThreadsEach(3, 8, 8), 2u);
  EXPECT_EQ(ThreadsEach(100, 1, 8), 8u);
  EXPECT_EQ(ThreadsEach(100, 64, 8), 1u) << "more files at a time than cores";
  EXPECT_EQ(ThreadsEach(5, 2, 0), 1u) << "the machine does not say how many it has";
  EXPECT_EQ(ThreadsEach(0, 2, 4), 4u);
}

TEST(PixelGate, HoldsNoMoreThanItsBoundUnlessAlone) {
  PixelGate gate(100);
  std::atomic<uint64_t> held = 0;
  std::atomic<uint64_t> most = 0;
  RunInOrder(
      200, 8,
      [&](size_t i) {
        const uint64_t pixels = i % 40 == 0 ? 500 : 30;
        const PixelGate::Pass pass(gate, pixels);
        const uint64_t now = held += pixels;
        EXPECT_TRUE(now <= 100 || now == 500) << now;
        uint64_t before = most;
        while (before < now && !most.compare_exchange_weak(before, now)) {
        }
        std::this_thread::sleep_for(std::chrono::microseconds(50));
        held -= pixels;
      },
      [](size_t) {});
  EXPECT_EQ(most, 500u);
}

}  // namespace
}  // namespace mote::app
