// Writes the seeds of the fuzz targets from synthetic pictures: mote_make_fuzz_seeds fuzz/seeds
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "container/header.h"
#include "tests/support/api_calls.h"
#include "tests/support/synthetic_picture.h"

namespace mote_test {
namespace {

namespace fs = std::filesystem;

bool WriteSeed(const fs::path& directory, const std::string& name, const Bytes& bytes) {
  fs::create_directories(directory);
  std::ofstream file(directory / name, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file.fail()) std::fprintf(stderr, "cannot write %s\n", (directory / name).c_str());
  return !file.fail();
}

// Width and height as fuzz/patches_decoder.cc and neural_decoder.cc want them, then the stream without its header.
Bytes Payload(const SyntheticPicture& picture, const Bytes& stream) {
  mote::ByteReader reader(stream);
  if (!mote::ReadHeader(reader).ok()) return {};
  Bytes seed = {static_cast<uint8_t>(picture.width >> 8), static_cast<uint8_t>(picture.width),
                static_cast<uint8_t>(picture.height >> 8), static_cast<uint8_t>(picture.height)};
  seed.insert(seed.end(), reader.rest().begin(), reader.rest().end());
  return seed;
}

bool WriteStreamSeeds(const fs::path& root, mote_method method, const SyntheticPicture& picture,
                      const std::string& name) {
  // Method neural takes larger rasters for more bytes, and longer to draw them.
  const EncodeResult encoded = Encode(picture.image(), EncodeOptions(method, method == MOTE_METHOD_NEURAL ? 64 : 256));
  if (encoded.status != MOTE_OK) {
    std::fprintf(stderr, "%s: %s\n", name.c_str(), encoded.message.c_str());
    return false;
  }
  const Bytes bytes = encoded.bytes();
  const Bytes decoder_seed = method == MOTE_METHOD_LANCZOS ? bytes : Payload(picture, bytes);
  return WriteSeed(root / "decode", name, bytes) && WriteSeed(root / "info", name, bytes) &&
         WriteSeed(root / (std::string(MethodName(method)) + "_decoder"), name, decoder_seed);
}

bool WriteHeaderSeeds(const fs::path& root) {
  constexpr std::array<mote::Size, 4> kSizes = {{{1, 1}, {128, 129}, {768, 512}, {65535, 65535}}};
  for (const mote::Size size : kSizes) {
    mote::ByteWriter writer;
    mote::WriteHeader({.method = mote::Method::kPatches, .alpha = mote::Alpha::kOnWhite, .size = size}, writer);
    const std::string name = std::to_string(size.width) + "x" + std::to_string(size.height);
    if (!WriteSeed(root / "header", name, writer.bytes())) return false;
  }
  return true;
}

// Options as fuzz/encode.cc spends them, then samples.
bool WriteEncodeSeeds(const fs::path& root) {
  for (const mote_method method : kAllMethods) {
    for (const uint32_t channels : {3U, 4U}) {
      const SyntheticPicture picture = RenderScene(Scene::kDiscs, 24, 16, channels);
      constexpr uint8_t kBudgetBytes = 150;
      Bytes seed = {static_cast<uint8_t>(picture.width - 1),
                    static_cast<uint8_t>(picture.height - 1),
                    static_cast<uint8_t>(channels - 3),
                    0,  // no padding between rows
                    static_cast<uint8_t>(method),
                    4,  // effort 5
                    1,  // a small budget
                    kBudgetBytes,
                    1};  // the generous limit of pixels
      seed.insert(seed.end(), picture.samples.begin(), picture.samples.end());
      const std::string name = std::string(MethodName(method)) + (channels == 3 ? "-rgb" : "-rgba");
      if (!WriteSeed(root / "encode", name, seed)) return false;
    }
  }
  return true;
}

// A layer's shape as fuzz/neural_layer.cc spends it, then its numbers.
bool WriteLayerSeeds(const fs::path& root) {
  constexpr std::array<std::array<uint8_t, 6>, 4> kShapes = {
      {{0, 1, 7, 5, 1, 0}, {1, 6, 16, 11, 6, 1}, {2, 3, 30, 13, 8, 2}, {1, 39, 23, 15, 7, 1}}};
  std::mt19937 random(1);
  for (size_t i = 0; i < kShapes.size(); ++i) {
    Bytes seed(kShapes[i].begin(), kShapes[i].end());
    for (int number = 0; number < 500; ++number) seed.push_back(static_cast<uint8_t>(random()));
    if (!WriteSeed(root / "neural_layer", "shape" + std::to_string(i), seed)) return false;
  }
  return true;
}

bool WriteAllSeeds(const fs::path& root) {
  for (const Scene scene : {Scene::kFlat, Scene::kDiscs, Scene::kStripes}) {
    const SyntheticPicture picture = RenderScene(scene, 40, 30);
    const std::string name = SceneName(scene);
    for (const mote_method method : kAllMethods) {
      if (!WriteStreamSeeds(root, method, picture, std::string(MethodName(method)) + "-" + name)) return false;
    }
  }
  return WriteHeaderSeeds(root) && WriteEncodeSeeds(root) && WriteLayerSeeds(root);
}

}  // namespace
}  // namespace mote_test

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: mote_make_fuzz_seeds DIRECTORY\n");
    return 2;
  }
  return mote_test::WriteAllSeeds(argv[1]) ? 0 : 1;
}
