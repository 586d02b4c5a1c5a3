#include "apps/mote/jobs.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace mote::app {

void RunInOrder(size_t count, unsigned threads, const std::function<void(size_t)>& work,
                const std::function<void(size_t)>& report) {
  if (threads <= 1 || count <= 1) {
    for (size_t i = 0; i < count; ++i) {
      work(i);
      report(i);
    }
    return;
  }
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<bool> done(count);
  const auto work_on = [&] {
    for (size_t i = next++; i < count; i = next++) {
      work(i);
      const std::lock_guard<std::mutex> lock(mutex);
      done[i] = true;
      changed.notify_one();
    }
  };
  std::vector<std::thread> pool;
  for (size_t i = 0; i < std::min<size_t>(threads, count); ++i) {
    try {
      pool.emplace_back(work_on);
    } catch (const std::system_error&) {
      break;  // the system allows no more threads: those there are will do
    }
  }
  if (pool.empty()) work_on();
  for (size_t i = 0; i < count; ++i) {
    {
      std::unique_lock<std::mutex> lock(mutex);
      changed.wait(lock, [&] { return done[i]; });
    }
    report(i);
  }
  for (std::thread& thread : pool) thread.join();
}

unsigned ThreadsEach(size_t count, unsigned jobs, unsigned cores) {
  const auto at_a_time = static_cast<unsigned>(std::min<size_t>(std::max(jobs, 1u), std::max<size_t>(count, 1)));
  return std::max(cores / at_a_time, 1u);
}

PixelGate::Pass::Pass(PixelGate& gate, uint64_t pixels) : gate_(gate), pixels_(pixels) {
  std::unique_lock<std::mutex> lock(gate_.mutex_);
  gate_.changed_.wait(lock, [&] {
    return gate_.held_pixels_ == 0 ||
           (gate_.held_pixels_ < gate_.most_pixels_ && pixels_ <= gate_.most_pixels_ - gate_.held_pixels_);
  });
  gate_.held_pixels_ += pixels_;
}

PixelGate::Pass::~Pass() {
  {
    const std::lock_guard<std::mutex> lock(gate_.mutex_);
    gate_.held_pixels_ -= pixels_;
  }
  gate_.changed_.notify_all();
}

}  // namespace mote::app
