// Vectors whose memory is used again: while a RecyclingScope lives on a thread, large blocks that its vectors let go
// are kept for its next ones of the same size, rather than handed back to a system that clears every page anew. For
// loops whose every round needs the same tensors. Numbers that are not given a value on making have none, for most of
// them are written whole before they are read. Without a scope blocks come and go as plain vectors' do. All begin
// where a cache line does. Errors: as std::allocator's.
#ifndef MOTE_BASE_RECYCLED_H_
#define MOTE_BASE_RECYCLED_H_

#include <cstddef>
#include <new>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/aligned.h"

namespace mote {

class RecyclingScope {
 public:
  RecyclingScope() : outer_(current_) { current_ = this; }
  ~RecyclingScope() {
    current_ = outer_;
    for (const auto& [bytes, blocks] : free_) {
      for (void* block : blocks) ::operator delete(block, kLineAlignment);
    }
  }
  RecyclingScope(const RecyclingScope&) = delete;
  RecyclingScope& operator=(const RecyclingScope&) = delete;

  // A block of `bytes`; from any thread, and handed back on any.
  static void* Take(size_t bytes) {
    if (current_ != nullptr && bytes >= kLeastBytes) {
      std::vector<void*>& blocks = current_->free_[bytes];
      if (!blocks.empty()) {
        void* block = blocks.back();
        blocks.pop_back();
        return block;
      }
    }
    return ::operator new(bytes, kLineAlignment);
  }
  static void Give(void* block, size_t bytes) noexcept {
    if (current_ == nullptr || bytes < kLeastBytes || !current_->Keep(block, bytes))
      ::operator delete(block, kLineAlignment);
  }

 private:
  static constexpr size_t kLeastBytes = 1 << 15;  // smaller blocks are recycled well by allocators themselves

  bool Keep(void* block, size_t bytes) noexcept {
    try {
      free_[bytes].push_back(block);
      return true;
    } catch (const std::bad_alloc&) {
      return false;
    }
  }

  RecyclingScope* outer_;
  std::unordered_map<size_t, std::vector<void*>> free_;  // by their bytes

  inline static thread_local RecyclingScope* current_ = nullptr;
};

template <typename Value>
struct RecyclingAllocator {
  using value_type = Value;  // NOLINT(readability-identifier-naming): the standard's name

  RecyclingAllocator() = default;
  template <typename Other>
  RecyclingAllocator(const RecyclingAllocator<Other>&) {}  // NOLINT(google-explicit-constructor): as allocators must

  Value* allocate(size_t count) {  // NOLINT(readability-identifier-naming)
    return static_cast<Value*>(RecyclingScope::Take(count * sizeof(Value)));
  }
  void deallocate(Value* block, size_t count) noexcept {  // NOLINT(readability-identifier-naming)
    RecyclingScope::Give(block, count * sizeof(Value));
  }
  template <typename Made, typename... Arguments>
  void construct(Made* place, Arguments&&... arguments) {  // NOLINT(readability-identifier-naming)
    if constexpr (sizeof...(Arguments) == 0) {
      ::new (static_cast<void*>(place)) Made;
    } else {
      ::new (static_cast<void*>(place)) Made(std::forward<Arguments>(arguments)...);
    }
  }
  friend bool operator==(const RecyclingAllocator&, const RecyclingAllocator&) { return true; }
};

template <typename Value>
using RecycledVector = std::vector<Value, RecyclingAllocator<Value>>;

}  // namespace mote

#endif  // MOTE_BASE_RECYCLED_H_
