#include "base/crew.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/recycled.h"

namespace mote {
namespace {

// Threads are not equally quick; shorter runs even that out.
constexpr uint32_t kRunsPerThread = 4;

}  // namespace

Crew::Crew(unsigned threads) {
  try {
    while (helpers_.size() + 1 < threads) helpers_.emplace_back([this] { Help(); });
  } catch (const std::system_error&) {
    // Those that there are will do.
  }
}

Crew::~Crew() {
  claims_.store(kOver, std::memory_order_release);
  claims_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
}

void Crew::Share(uint32_t count, const std::function<void(uint32_t)>& turn) {
  if (count == 0) return;
  turn_ = &turn;
  done_.store(0, std::memory_order_relaxed);
  claims_.store(uint64_t{count} << kCountShift, std::memory_order_release);
  claims_.notify_all();
  while (ClaimAndRun()) {
  }
  for (uint32_t done = done_.load(std::memory_order_acquire); done != count;
       done = done_.load(std::memory_order_acquire)) {
    done_.wait(done, std::memory_order_acquire);
  }
  if (failed_.exchange(false)) std::rethrow_exception(std::exchange(failure_, nullptr));
}

// False: nothing is left to claim. Whoever claims a turn may read `turn_`: the loop does not end before it is done.
bool Crew::ClaimAndRun() {
  uint64_t claims = claims_.load(std::memory_order_acquire);
  do {
    if (static_cast<uint32_t>(claims) >= claims >> kCountShift) return false;
  } while (!claims_.compare_exchange_weak(claims, claims + 1, std::memory_order_acq_rel, std::memory_order_acquire));
  try {
    (*turn_)(static_cast<uint32_t>(claims));
  } catch (...) {
    if (!failed_.exchange(true)) failure_ = std::current_exception();
  }
  if (done_.fetch_add(1, std::memory_order_acq_rel) + 1 == claims >> kCountShift) done_.notify_one();
  return true;
}

void Crew::Help() {
  const RecyclingScope recycling;
  for (;;) {
    const uint64_t claims = claims_.load(std::memory_order_acquire);
    if (claims == kOver) return;
    if (!ClaimAndRun()) claims_.wait(claims, std::memory_order_acquire);
  }
}

void ShareTurns(uint32_t count, const std::function<void(uint32_t)>& turn) {
  Crew* const crew = CrewScope::current_;
  if (crew == nullptr || count < 2) {
    for (uint32_t i = 0; i < count; ++i) turn(i);
    return;
  }
  struct Within {  // a turn on this thread shares no more
    explicit Within(Crew* outer) : crew(outer) { CrewScope::current_ = nullptr; }
    ~Within() { CrewScope::current_ = crew; }
    Crew* crew;
  };
  const Within within(crew);
  crew->Share(count, turn);
}

void ShareRuns(uint32_t count, const std::function<void(uint32_t, uint32_t)>& run) {
  const Crew* const crew = CrewScope::current_;
  const uint32_t runs = crew == nullptr ? 1 : std::min(count, kRunsPerThread * crew->threads());
  ShareTurns(runs, [&](uint32_t i) {
    run(static_cast<uint32_t>(uint64_t{count} * i / runs), static_cast<uint32_t>(uint64_t{count} * (i + 1) / runs));
  });
}

}  // namespace mote
