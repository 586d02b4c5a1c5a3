// Makes chosen allocations of the calling thread fail: operator new throws std::bad_alloc, zlib's allocator returns a
// null pointer. Linking failing_allocator.cc replaces operator new in the whole program; without a FailureScope every
// allocation succeeds as usual.
#ifndef MOTE_TESTS_ROBUSTNESS_FAILING_ALLOCATOR_H_
#define MOTE_TESTS_ROBUSTNESS_FAILING_ALLOCATOR_H_

#include <cstdint>

namespace mote_test {

enum class FailureKind {
  kOne,      // only allocation `first` fails
  kAllFrom,  // allocation `first` and every later one fail
};

// From construction to destruction, on this thread. Scopes do not nest.
class FailureScope {
 public:
  FailureScope(uint64_t first, FailureKind kind);
  ~FailureScope();
  FailureScope(const FailureScope&) = delete;
  FailureScope& operator=(const FailureScope&) = delete;

  // Allocations asked for since the scope began.
  [[nodiscard]] uint64_t requests() const;
  // How many of them failed.
  [[nodiscard]] uint64_t failures() const;
  // How many of all came from zlib.
  [[nodiscard]] uint64_t zlib_requests() const;
};

}  // namespace mote_test

#endif  // MOTE_TESTS_ROBUSTNESS_FAILING_ALLOCATOR_H_
