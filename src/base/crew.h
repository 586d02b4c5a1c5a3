// Threads that share the turns of loops: while a CrewScope lives on a thread, ShareTurns on it spreads a loop over the
// scope's crew; without one it is a plain loop. Turns must not depend on one another, so that what they leave is the
// same with any number of threads.
#ifndef MOTE_BASE_CREW_H_
#define MOTE_BASE_CREW_H_

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace mote {

class Crew {
 public:
  // `threads` in all, the caller's among them; fewer where the system has no more to give.
  explicit Crew(unsigned threads);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  [[nodiscard]] uint32_t threads() const { return static_cast<uint32_t>(helpers_.size()) + 1; }

  // Calls `turn` once with each of 0..count - 1, on any thread, and returns when all are done. Not from within a turn,
  // and from one thread at a time. Throws what a turn threw first; the others are done all the same.
  void Share(uint32_t count, const std::function<void(uint32_t)>& turn);

 private:
  // What is claimed: the next turn, and above it how many there are.
  static constexpr int kCountShift = 32;
  static constexpr uint64_t kOver = ~uint64_t{0};  // no loop will come any more

  void Help();
  bool ClaimAndRun();

  std::vector<std::thread> helpers_;
  const std::function<void(uint32_t)>* turn_ = nullptr;  // of the loop whose turns can be claimed
  std::atomic<uint64_t> claims_ = 0;
  std::atomic<uint32_t> done_ = 0;  // turns of that loop
  std::atomic<bool> failed_ = false;
  std::exception_ptr failure_;
};

class CrewScope {
 public:
  explicit CrewScope(Crew& crew) : outer_(current_) { current_ = &crew; }
  ~CrewScope() { current_ = outer_; }
  CrewScope(const CrewScope&) = delete;
  CrewScope& operator=(const CrewScope&) = delete;

 private:
  friend void ShareTurns(uint32_t count, const std::function<void(uint32_t)>& turn);
  friend void ShareRuns(uint32_t count, const std::function<void(uint32_t, uint32_t)>& run);

  Crew* outer_;

  inline static thread_local Crew* current_ = nullptr;
};

// Calls `turn` once with each of 0..count - 1. A loop within a turn is a plain one.
void ShareTurns(uint32_t count, const std::function<void(uint32_t)>& turn);

// The same for runs (begin, end) that make up 0..count, each about as long: a few for each thread, or one for all.
void ShareRuns(uint32_t count, const std::function<void(uint32_t, uint32_t)>& run);

}  // namespace mote

#endif  // MOTE_BASE_CREW_H_
