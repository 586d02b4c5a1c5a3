// libvips behind a few rules: started only when pixels are wanted, silent on stderr, no cache, and errors that belong
// to the file that caused them although libvips keeps one error text for the whole process.
#ifndef MOTE_IMAGEIO_VIPS_RUNTIME_H_
#define MOTE_IMAGEIO_VIPS_RUNTIME_H_

#include <memory>
#include <shared_mutex>
#include <string>

#include "base/result.h"
#include "imageio/vips_functions.h"

namespace mote::imageio {

// Owns one reference to a GObject.
struct Unreference {
  void operator()(void* object) const { Vips().g_object_unref(object); }
};
using ImagePointer = std::unique_ptr<VipsImage, Unreference>;
using SourcePointer = std::unique_ptr<VipsSource, Unreference>;
using TargetPointer = std::unique_ptr<VipsTargetCustom, Unreference>;

// Starts libvips once; later calls return the same answer.
[[nodiscard]] Status StartVips();

// Work with libvips holds this shared. Whoever wants the text of a failure repeats the work holding it alone, so that
// the text is that of its own failure.
[[nodiscard]] std::shared_mutex& VipsMutex();

// The first line of libvips's error text without its domain; clears the text. `otherwise` if there is none.
[[nodiscard]] std::string TakeVipsError(const char* otherwise);

}  // namespace mote::imageio

#endif  // MOTE_IMAGEIO_VIPS_RUNTIME_H_
