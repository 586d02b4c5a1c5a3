#include "tests/support/synthetic_picture.h"

#include <algorithm>
#include <array>

namespace mote_test {
namespace {

// The finaliser of MurmurHash3 (Austin Appleby, public domain): neighbouring numbers give unrelated ones.
uint32_t Hash(uint32_t value) {
  value ^= value >> 16;
  value *= 0x85ebca6bu;
  value ^= value >> 13;
  value *= 0xc2b2ae35u;
  return value ^ value >> 16;
}

using Colour = std::array<uint8_t, 3>;

Colour ColourOf(uint32_t number) {
  const uint32_t hash = Hash(number);
  return {static_cast<uint8_t>(hash), static_cast<uint8_t>(hash >> 8), static_cast<uint8_t>(hash >> 16)};
}

class Painter {
 public:
  Painter(Scene scene, uint32_t width, uint32_t height, uint32_t seed)
      : scene_(scene), width_(width), height_(height), seed_(seed) {}

  [[nodiscard]] Colour At(uint32_t x, uint32_t y) const {
    switch (scene_) {
      case Scene::kFlat:
        return ColourOf(seed_);
      case Scene::kGradient:
        return Gradient(x, y);
      case Scene::kDiscs:
        return Discs(x, y);
      case Scene::kStripes:
        return (x + 2 * y) / 3 % 2 == 0 ? Colour{236, 230, 210} : Colour{24, 40, 66};
      case Scene::kNoise:
        return ColourOf(Hash(seed_) + y * width_ + x);
    }
    return {};
  }

 private:
  static uint8_t Ramp(uint64_t at, uint64_t length) { return static_cast<uint8_t>((255 * at + length / 2) / length); }

  [[nodiscard]] Colour Gradient(uint32_t x, uint32_t y) const {
    return {Ramp(x, width_), Ramp(y, height_), Ramp(uint64_t{x} + y, uint64_t{width_} + height_)};
  }

  [[nodiscard]] Colour Discs(uint32_t x, uint32_t y) const {
    constexpr uint32_t kDiscs = 6;
    const int64_t radius = std::max<int64_t>(1, std::min(width_, height_) / 4);
    for (uint32_t disc = 0; disc < kDiscs; ++disc) {
      const int64_t dx = int64_t{x} - Hash(seed_ * 64 + 2 * disc) % width_;
      const int64_t dy = int64_t{y} - Hash(seed_ * 64 + 2 * disc + 1) % height_;
      if (dx * dx + dy * dy <= radius * radius) return ColourOf(seed_ * 64 + disc);
    }
    return Gradient(x, y);
  }

  Scene scene_;
  uint32_t width_;
  uint32_t height_;
  uint32_t seed_;
};

}  // namespace

const char* SceneName(Scene scene) {
  switch (scene) {
    case Scene::kFlat:
      return "flat";
    case Scene::kGradient:
      return "gradient";
    case Scene::kDiscs:
      return "discs";
    case Scene::kStripes:
      return "stripes";
    case Scene::kNoise:
      return "noise";
  }
  return "unknown";
}

mote_image SyntheticPicture::image() const {
  return {samples.data(), width, height, size_t{width} * channels, static_cast<mote_pixel_format>(channels)};
}

SyntheticPicture RenderScene(Scene scene, uint32_t width, uint32_t height, uint32_t channels, uint32_t seed) {
  SyntheticPicture picture{width, height, channels, {}};
  picture.samples.reserve(size_t{width} * height * channels);
  const Painter painter(scene, width, height, seed);
  for (uint32_t y = 0; y < height; ++y) {
    for (uint32_t x = 0; x < width; ++x) {
      for (const uint8_t sample : painter.At(x, y)) picture.samples.push_back(sample);
      if (channels == 4) picture.samples.push_back(static_cast<uint8_t>(255 - uint64_t{255} * x / width));
    }
  }
  return picture;
}

}  // namespace mote_test
