#include "imageio/vips_functions.h"

#include <dlfcn.h>

namespace mote::imageio {
namespace {

constexpr char kLibraryName[] = "libvips.so.42";  // of every libvips 8

VipsFunctions& Table() {
  static VipsFunctions table;
  return table;
}

Status LoadOnce() {
  void* const library = dlopen(kLibraryName, RTLD_NOW | RTLD_LOCAL);  // never closed: it cannot be started twice
  if (library == nullptr) {
    return Fail(ErrorCode::kInternal, "the image library is missing: ", static_cast<const char*>(dlerror()));
  }
  bool complete = true;
  const auto find = [&](auto& function, const char* name) {
    // GLib's functions are found too, since libvips depends on it.
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, name));
    complete = complete && function != nullptr;
  };
#define MOTE_FIND(name) find(Table().name, #name);
  MOTE_VIPS_FUNCTIONS(MOTE_FIND)
#undef MOTE_FIND
  if (!complete) return Fail(ErrorCode::kInternal, "the image library ", kLibraryName, " is too old: 8.14 is needed");
  return {};
}

}  // namespace

Status LoadVips() {
  static const Status status = LoadOnce();
  return status;
}

const VipsFunctions& Vips() { return Table(); }

}  // namespace mote::imageio
