// Vectors that begin where a cache line does, so that the widest loads and stores touch one line and not two. Errors:
// as std::allocator's.
#ifndef MOTE_BASE_ALIGNED_H_
#define MOTE_BASE_ALIGNED_H_

#include <cstddef>
#include <new>
#include <vector>

namespace mote {

inline constexpr std::align_val_t kLineAlignment{64};

template <typename Value>
struct AlignedAllocator {
  using value_type = Value;  // NOLINT(readability-identifier-naming): the standard's name

  AlignedAllocator() = default;
  template <typename Other>
  AlignedAllocator(const AlignedAllocator<Other>&) {}  // NOLINT(google-explicit-constructor): as allocators must

  Value* allocate(size_t count) {  // NOLINT(readability-identifier-naming)
    return static_cast<Value*>(::operator new(count * sizeof(Value), kLineAlignment));
  }
  void deallocate(Value* block, size_t) noexcept {  // NOLINT(readability-identifier-naming)
    ::operator delete(block, kLineAlignment);
  }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};

template <typename Value>
using AlignedVector = std::vector<Value, AlignedAllocator<Value>>;

}  // namespace mote

#endif  // MOTE_BASE_ALIGNED_H_
