// Several files at a time, reported in order, within a bound of memory.
#ifndef MOTE_APPS_MOTE_JOBS_H_
#define MOTE_APPS_MOTE_JOBS_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>

namespace mote::app {

// Calls work(i) for each i < count on up to `threads` threads, and report(i) on the calling thread in the order of i,
// each as soon as its work and all before it are done. Neither may throw.
void RunInOrder(size_t count, unsigned threads, const std::function<void(size_t)>& work,
                const std::function<void(size_t)>& report);

// How many of `cores` (0: unknown) each of `count` pieces of work may use when up to `jobs` run at a time. At least 1.
[[nodiscard]] unsigned ThreadsEach(size_t count, unsigned jobs, unsigned cores);

// Bounds the pixels that all threads together hold. A picture larger than the bound is let in when no other is there.
class PixelGate {
 public:
  explicit PixelGate(uint64_t most_pixels) : most_pixels_(most_pixels) {}

  // Waits until there is room; holds it until destroyed.
  class Pass {
   public:
    Pass(PixelGate& gate, uint64_t pixels);
    ~Pass();
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

   private:
    PixelGate& gate_;
    uint64_t pixels_;
  };

 private:
  uint64_t most_pixels_;
  uint64_t held_pixels_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
};

// 128 megapixels: 384 MB of RGB.
inline constexpr uint64_t kPixelsAtATime = uint64_t{1} << 27;

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_JOBS_H_
