// Any function from any thread: eight threads at once give what one gives alone. Built with -DMOTE_SANITIZE=thread, the
// same test looks for data races.
#include <gtest/gtest.h>

#include <barrier>
#include <iterator>
#include <thread>
#include <vector>

#include "tests/support/api_calls.h"
#include "tests/support/synthetic_picture.h"

namespace mote_test {
namespace {

constexpr size_t kThreads = 8;

// All that a thread made, in order.
struct Products {
  std::vector<Bytes> streams;
  std::vector<Bytes> pictures;
  std::vector<uint32_t> part_counts;
  friend bool operator==(const Products&, const Products&) = default;
};

void EncodeAndDecode(mote_method method, const SyntheticPicture& picture, Products& products) {
  const EncodeResult encoded = Encode(picture.image(), EncodeOptions(method, 200));
  if (encoded.status != MOTE_OK) return;
  products.streams.push_back(encoded.bytes());
  const DecodeResult decoded = Decode(products.streams.back(), DecodeOptions(1 << 20));
  if (decoded.status != MOTE_OK) return;
  products.pictures.emplace_back(decoded.pixels().begin(), decoded.pixels().end());
  products.part_counts.push_back(Info(products.streams.back()).info.part_count);
}

Products MakeProducts(const std::vector<SyntheticPicture>& pictures) {
  Products products;
  for (const SyntheticPicture& picture : pictures) {
    for (const mote_method method : kAllMethods) EncodeAndDecode(method, picture, products);
  }
  return products;
}

// The threads go first: what the library prepares at its first use is prepared by eight at once.
TEST(ThreadsTest, EightThreadsGiveWhatOneGives) {
  std::vector<SyntheticPicture> pictures;
  pictures.push_back(RenderScene(Scene::kDiscs, 40, 30, 4));
  pictures.push_back(RenderScene(Scene::kStripes, 25, 50));
  std::vector<Products> made(kThreads);
  std::barrier start(kThreads);
  std::vector<std::thread> threads;
  for (size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      start.arrive_and_wait();
      made[thread] = MakeProducts(pictures);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const Products alone = MakeProducts(pictures);
  EXPECT_EQ(alone.streams.size(), std::size(kAllMethods) * pictures.size());
  EXPECT_EQ(alone.pictures.size(), std::size(kAllMethods) * pictures.size());
  for (size_t thread = 0; thread < kThreads; ++thread) EXPECT_EQ(made[thread], alone) << "thread " << thread;
}

}  // namespace
}  // namespace mote_test
