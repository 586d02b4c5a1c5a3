// Owners of the C API's handles, and its failures as errors.
#ifndef MOTE_APPS_MOTE_HANDLES_H_
#define MOTE_APPS_MOTE_HANDLES_H_

#include <memory>

#include "base/result.h"
#include "mote/mote.h"

namespace mote::app {

struct FreeStream {
  void operator()(mote_stream* stream) const { mote_stream_free(stream); }
};
struct FreePicture {
  void operator()(mote_picture* picture) const { mote_picture_free(picture); }
};
using StreamPointer = std::unique_ptr<mote_stream, FreeStream>;
using PicturePointer = std::unique_ptr<mote_picture, FreePicture>;

[[nodiscard]] inline Error AsError(mote_status status, const mote_error& error) {
  return {static_cast<ErrorCode>(status), error.message};
}

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_HANDLES_H_
