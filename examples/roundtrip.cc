// The same in C++: encodes a picture held in memory into at most 1024 bytes and decodes it again. Build: see README.md.
#include <cstdint>
#include <iostream>
#include <mote/mote.hpp>
#include <vector>

int main() {
  constexpr uint32_t kWidth = 320;
  constexpr uint32_t kHeight = 200;
  std::vector<uint8_t> pixels;
  for (uint32_t y = 0; y < kHeight; ++y) {
    for (uint32_t x = 0; x < kWidth; ++x) {
      pixels.insert(pixels.end(),
                    {static_cast<uint8_t>(255 * x / kWidth), static_cast<uint8_t>(255 * y / kHeight), 128});
    }
  }
  try {
    const mote::Stream stream =
        mote::encode({pixels.data(), kWidth, kHeight, 3 * kWidth, MOTE_PIXELS_RGB8}, {.max_bytes = 1024});
    const mote::Picture picture = mote::decode(stream.bytes());
    std::cout << picture.width() << "x" << picture.height() << " in " << stream.bytes().size() << " bytes\n";
  } catch (const mote::Exception& failure) {
    std::cerr << failure.what() << "\n";
    return 1;
  }
}
