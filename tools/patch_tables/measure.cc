// Codes PPM pictures with method `patches` and prints the mean score, encoder and decoder seconds (of processor time)
// and sizes. Usage: measure MAX_BYTES EFFORT PICTURE.ppm...   Compiled by measure.py, once for each variant of the
// constants.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

#include "methods/patches/decoder.h"
#include "methods/patches/encoder.h"
#include "metrics/dssim2016.h"
#include "resample/lanczos.h"

namespace {

// "P6 W H 255" and one white space, as Pillow writes it.
mote::Image ReadPpm(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::string magic;
  uint32_t width = 0, height = 0, maximum = 0;
  file >> magic >> width >> height >> maximum;
  if (!file || magic != "P6" || maximum != 255 || width == 0 || height == 0) {
    std::fprintf(stderr, "%s: not an 8-bit PPM\n", path);
    std::exit(1);
  }
  file.get();
  mote::Image image({width, height}, 3);
  file.read(reinterpret_cast<char*>(image.view().data), static_cast<std::streamsize>(image.samples().size()));
  if (!file) {
    std::fprintf(stderr, "%s: too short\n", path);
    std::exit(1);
  }
  return image;
}

double SecondsSince(std::clock_t start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: %s MAX_BYTES EFFORT PICTURE.ppm...\n", argv[0]);
    return 2;
  }
  const size_t max_bytes = std::strtoul(argv[1], nullptr, 10);
  const int effort = std::atoi(argv[2]);
  double score = 0, encode_seconds = 0, decode_seconds = 0, bytes = 0, chroma_bytes = 0, raster_pixels = 0;
  for (int i = 3; i < argc; ++i) {
    const mote::Image picture = ReadPpm(argv[i]);
    std::clock_t start = std::clock();
    mote::ByteWriter writer;
    mote::StopSource go_on;
    const mote::Status status = mote::patches::Encode(picture.view(), max_bytes, effort, go_on, writer);
    if (!status.ok()) {
      std::fprintf(stderr, "%s: %s\n", argv[i], status.error().message.c_str());
      return 1;
    }
    encode_seconds += SecondsSince(start);
    start = std::clock();
    mote::ByteReader reader(writer.bytes());
    const auto symbols = mote::patches::ReadSymbols(picture.size(), reader);
    if (!symbols.ok()) {
      std::fprintf(stderr, "%s: %s\n", argv[i], symbols.error().message.c_str());
      return 1;
    }
    const mote::Image raster = mote::patches::Render(symbols.value());
    const mote::Image decoded = mote::ResizeLanczos(raster.view(), picture.size());
    decode_seconds += SecondsSince(start);
    score += mote::Dssim2016(picture.view(), decoded.view());
    bytes += static_cast<double>(writer.bytes().size());
    chroma_bytes += static_cast<double>(reader.tally().parts().back().bits) / 8;
    raster_pixels += static_cast<double>(raster.size().pixels());
  }
  const double count = argc - 3;
  std::printf("dssim2016 %.5f  bytes %.0f  chrominance %.0f  raster %.0f px  encode %.2f s  decode %.3f s\n",
              score / count, bytes / count, chroma_bytes / count, raster_pixels / count, encode_seconds / count,
              decode_seconds / count);
  return 0;
}
