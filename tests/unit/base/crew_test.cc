#include "base/crew.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <new>
#include <thread>
#include <vector>

namespace mote {
namespace {

TEST(Crew, EveryTurnIsTakenOnce) {
  for (const unsigned threads : {0u, 1u, 2u, 5u}) {
    Crew crew(threads);
    EXPECT_EQ(crew.threads(), std::max(threads, 1u));
    const CrewScope scope(crew);
    for (const uint32_t count : {0u, 1u, 2u, 3u, 100u}) {
      for (int again = 0; again < 50; ++again) {
        std::vector<std::atomic<int>> taken(count);
        ShareTurns(count, [&](uint32_t i) { ++taken[i]; });
        for (const std::atomic<int>& times : taken) ASSERT_EQ(times, 1);
      }
    }
  }
}

TEST(Crew, RunsMakeUpTheWhole) {
  Crew crew(3);
  const CrewScope scope(crew);
  for (const uint32_t count : {0u, 1u, 7u, 12u, 1000u}) {
    std::vector<std::atomic<int>> taken(count);
    ShareRuns(count, [&](uint32_t begin, uint32_t end) {
      for (uint32_t i = begin; i < end; ++i) ++taken[i];
    });
    for (const std::atomic<int>& times : taken) ASSERT_EQ(times, 1);
  }
}

TEST(Crew, OthersDoTheirShare) {
  Crew crew(2);
  const CrewScope scope(crew);
  // Two turns that wait for one another.
  std::atomic<int> arrived = 0;
  ShareTurns(2, [&](uint32_t) {
    ++arrived;
    while (arrived < 2) std::this_thread::yield();
  });
  EXPECT_EQ(arrived, 2);
}

TEST(Crew, WithoutOneLoopsArePlain) {
  std::vector<uint32_t> order;
  ShareTurns(5, [&](uint32_t i) { order.push_back(i); });
  EXPECT_EQ(order, (std::vector<uint32_t>{0, 1, 2, 3, 4}));
  int runs = 0;
  ShareRuns(100, [&](uint32_t begin, uint32_t end) {
    ++runs;
    EXPECT_EQ(begin, 0u);
    EXPECT_EQ(end, 100u);
  });
  EXPECT_EQ(runs, 1);
}

TEST(Crew, LoopsWithinTurnsArePlain) {
  Crew crew(3);
  const CrewScope scope(crew);
  std::vector<std::vector<uint32_t>> orders(6);
  ShareTurns(6, [&](uint32_t i) { ShareTurns(4, [&](uint32_t j) { orders[i].push_back(j); }); });
  for (const std::vector<uint32_t>& order : orders) EXPECT_EQ(order, (std::vector<uint32_t>{0, 1, 2, 3}));
}

TEST(Crew, WhatATurnThrowsReachesTheCaller) {
  for (const unsigned threads : {1u, 4u}) {
    Crew crew(threads);
    const CrewScope scope(crew);
    EXPECT_THROW(ShareTurns(40, [](uint32_t i) { if (i == 20) throw std::bad_alloc(); }), std::bad_alloc);
    std::atomic<uint32_t> sum = 0;
    ShareTurns(40, [&](uint32_t i) { sum += i; });
    EXPECT_EQ(sum, 780u);
  }
}

}  // namespace
}  // namespace mote
