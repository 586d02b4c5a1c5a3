// Long stages report how far they are and learn whether to go on.
#ifndef MOTE_BASE_PROGRESS_H_
#define MOTE_BASE_PROGRESS_H_

#include <functional>

#include "base/result.h"

namespace mote {

// Called with the fraction done, 0..1; returns false to stop. May be empty.
using Progress = std::function<bool(double fraction)>;

// Fails with kCancelled when the callback asks to stop.
inline Status Report(const Progress& progress, double fraction) {
  if (progress && !progress(fraction)) return Fail(ErrorCode::kCancelled, "stopped by the progress callback");
  return {};
}

}  // namespace mote

#endif  // MOTE_BASE_PROGRESS_H_
