// mote_dump_pixels FILE [MAX_PIXELS]: "WIDTH HEIGHT CHANNELS\n" and the pixels that imageio reads, or the error on
// stderr and status 1.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "imageio/reader.h"

int main(int count, char** values) {
  if (count < 2) return 2;
  mote::Limits limits;
  if (count > 2) limits.max_pixels = std::strtoull(values[2], nullptr, 10);
  auto reader = std::strcmp(values[1], "-") == 0 ? mote::imageio::PictureReader::OpenDescriptor(0, limits)
                                                 : mote::imageio::PictureReader::OpenFile(values[1], limits);
  if (!reader.ok()) {
    std::fprintf(stderr, "%s\n", reader.error().message.c_str());
    return 1;
  }
  const auto picture = reader.value().Decode();
  if (!picture.ok()) {
    std::fprintf(stderr, "%s\n", picture.error().message.c_str());
    return 1;
  }
  const auto view = picture.value().view();
  std::printf("%u %u %u\n", view.size.width, view.size.height, view.channels);
  std::fwrite(view.data, 1, view.samples_per_row() * view.size.height, stdout);
  return std::fflush(stdout) == 0 ? 0 : 1;
}
