// What a caller allows a picture to cost. Checked before anything of the picture's size is allocated.
#ifndef MOTE_BASE_LIMITS_H_
#define MOTE_BASE_LIMITS_H_

#include <cstdint>

#include "base/image.h"
#include "base/result.h"

namespace mote {

struct Limits {
  uint64_t max_pixels = uint64_t{1} << 28;  // 268,435,456
};

// Fails unless both sides are in 1..kMaxSide and the picture has at most limits.max_pixels pixels.
inline Status CheckPictureSize(Size size, const Limits& limits) {
  if (size.width < 1 || size.width > kMaxSide || size.height < 1 || size.height > kMaxSide) {
    return Fail(ErrorCode::kInvalidArgument, "expected sides of 1 to ", kMaxSide, " pixels but received ", size.width,
                "x", size.height);
  }
  if (size.pixels() > limits.max_pixels) {
    return Fail(ErrorCode::kLimitExceeded, "a picture of ", size.width, "x", size.height, " has ", size.pixels(),
                " pixels, more than the limit of ", limits.max_pixels);
  }
  return {};
}

}  // namespace mote

#endif  // MOTE_BASE_LIMITS_H_
