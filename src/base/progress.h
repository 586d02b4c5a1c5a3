// Long stages report how far they are and learn whether to go on.
#ifndef MOTE_BASE_PROGRESS_H_
#define MOTE_BASE_PROGRESS_H_

#include <functional>

#include "base/result.h"

namespace mote {

// Pinned numbers: these are the values of mote_progress_answer in include/mote/mote.h.
enum class ProgressAnswer : int {
  kGoOn = 0,
  kCancel = 1,  // fail with kCancelled
  kFinish = 2,  // search no further and give the best so far: see base/stop.h
};

// Called with the fraction done, 0..1. May be empty.
using Progress = std::function<ProgressAnswer(double fraction)>;

// For work that has nothing to give before its end: fails with kCancelled on any answer but kGoOn.
inline Status Report(const Progress& progress, double fraction) {
  if (progress && progress(fraction) != ProgressAnswer::kGoOn) {
    return Fail(ErrorCode::kCancelled, "stopped by the progress callback");
  }
  return {};
}

}  // namespace mote

#endif  // MOTE_BASE_PROGRESS_H_
