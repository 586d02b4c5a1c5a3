// When a search is to end: the one place that knows the caller's callback and time limit. A search polls it at each
// attempt and either goes on, or finishes with the best attempt so far, or fails with kCancelled.
#ifndef MOTE_BASE_STOP_H_
#define MOTE_BASE_STOP_H_

#include <atomic>
#include <chrono>
#include <utility>

#include "base/progress.h"
#include "base/result.h"

namespace mote {

class StopSource {
 public:
  // Never stops anything.
  StopSource() = default;
  // The limit's clock starts now. `time_limit_seconds`: above 0, wall-clock time; 0: none.
  explicit StopSource(Progress progress, double time_limit_seconds = 0)
      : progress_(std::move(progress)), time_limit_seconds_(time_limit_seconds) {}

  StopSource(const StopSource&) = delete;
  StopSource& operator=(const StopSource&) = delete;

  // Tells the caller how far the work is (0..1, never falling) and heeds the answer. On the thread that called the
  // library alone. Errors: kCancelled.
  [[nodiscard]] Status Poll(double fraction) {
    if (!progress_) return {};
    const ProgressAnswer answer = progress_(fraction);
    if (answer == ProgressAnswer::kGoOn) return {};
    finish_asked_.store(true, std::memory_order_relaxed);
    if (answer == ProgressAnswer::kFinish) return {};
    return Fail(ErrorCode::kCancelled, "stopped by the progress callback");
  }

  // Whether to search no further: the caller has said so at any poll, or the time is up. Once true, always true; from
  // any thread.
  [[nodiscard]] bool ShouldFinish() const {
    if (finish_asked_.load(std::memory_order_relaxed)) return true;
    return time_limit_seconds_ > 0 &&
           std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count() >= time_limit_seconds_;
  }

 private:
  Progress progress_;
  double time_limit_seconds_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::atomic<bool> finish_asked_ = false;
};

}  // namespace mote

#endif  // MOTE_BASE_STOP_H_
