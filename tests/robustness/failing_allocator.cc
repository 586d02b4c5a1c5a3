#include "tests/robustness/failing_allocator.h"

#include <dlfcn.h>
#include <zlib.h>

#include <cstdlib>
#include <new>

namespace mote_test {
namespace {

struct ThreadState {
  bool active = false;
  FailureKind kind = FailureKind::kOne;
  uint64_t first = 0;
  uint64_t requests = 0;
  uint64_t failures = 0;
  uint64_t zlib_requests = 0;
};

thread_local ThreadState state;

// Counts a request; false when it is to fail.
bool Admit() {
  if (!state.active) return true;
  const uint64_t number = state.requests++;
  const bool fails = state.kind == FailureKind::kOne ? number == state.first : number >= state.first;
  state.failures += fails;
  return !fails;
}

void* AllocateOrThrow(size_t size) {
  if (!Admit()) throw std::bad_alloc();
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void* AllocateForZlib(void*, uInt count, uInt size) {
  if (state.active) ++state.zlib_requests;
  return Admit() ? std::calloc(count, size) : nullptr;
}

void FreeForZlib(void*, void* memory) { std::free(memory); }

// The zlib function of this name in the shared library, behind the one that this file defines.
template <typename Function>
Function* Original(const char* name) {
  void* found = dlsym(RTLD_NEXT, name);
  if (found == nullptr) std::abort();
  return reinterpret_cast<Function*>(found);
}

}  // namespace

FailureScope::FailureScope(uint64_t first, FailureKind kind) { state = {true, kind, first, 0, 0, 0}; }
FailureScope::~FailureScope() { state = {}; }
uint64_t FailureScope::requests() const { return state.requests; }
uint64_t FailureScope::failures() const { return state.failures; }
uint64_t FailureScope::zlib_requests() const { return state.zlib_requests; }

}  // namespace mote_test

void* operator new(size_t size) { return mote_test::AllocateOrThrow(size); }
void* operator new[](size_t size) { return mote_test::AllocateOrThrow(size); }
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  return mote_test::Admit() ? std::malloc(size == 0 ? 1 : size) : nullptr;
}
void* operator new[](size_t size, const std::nothrow_t& tag) noexcept { return operator new(size, tag); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

// zlib allocates through the z_stream's hooks; mote leaves them at their defaults. Defined here, these two functions
// come before the shared library's, set the hooks and pass the call on.
extern "C" __attribute__((visibility("default"))) int deflateInit2_(z_streamp stream, int level, int method,
                                                                    int window_bits, int memory_level, int strategy,
                                                                    const char* version, int stream_size) {
  stream->zalloc = mote_test::AllocateForZlib;
  stream->zfree = mote_test::FreeForZlib;
  return mote_test::Original<decltype(deflateInit2_)>("deflateInit2_")(stream, level, method, window_bits, memory_level,
                                                                       strategy, version, stream_size);
}

extern "C" __attribute__((visibility("default"))) int inflateInit2_(z_streamp stream, int window_bits,
                                                                    const char* version, int stream_size) {
  stream->zalloc = mote_test::AllocateForZlib;
  stream->zfree = mote_test::FreeForZlib;
  return mote_test::Original<decltype(inflateInit2_)>("inflateInit2_")(stream, window_bits, version, stream_size);
}
