#include "metrics/lab_plane.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace mote {
namespace {

// A row of linear light, one array a primary, so that the loops over it are vectorised.
struct LinearRow {
  explicit LinearRow(size_t width) : red(width), green(width), blue(width) {}
  std::vector<float> red, green, blue;
};

std::array<float, 256> MakeLinearTable() {
  std::array<float, 256> table;
  for (size_t i = 0; i < table.size(); ++i) {
    const double encoded = static_cast<double>(i) / 255.0;
    table[i] = static_cast<float>(encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4));
  }
  return table;
}

void Linearise(PlaneView<const uint8_t> picture, uint32_t y, const std::array<float, 256>& linear_of_srgb,
               LinearRow& out) {
  const uint8_t* pixel = picture.row(y);
  for (uint32_t x = 0; x < picture.size.width; ++x, pixel += picture.channels) {
    float red = linear_of_srgb[pixel[0]];
    float green = linear_of_srgb[pixel[1]];
    float blue = linear_of_srgb[pixel[2]];
    if (picture.channels == 4 && pixel[3] < 255) {
      const float alpha = static_cast<float>(pixel[3]) / 255.0f;
      const uint32_t pattern = x ^ y;
      red = red * alpha + ((pattern & 4) ? 1.0f - alpha : 0.0f);
      green = green * alpha + ((pattern & 8) ? 1.0f - alpha : 0.0f);
      blue = blue * alpha + ((pattern & 16) ? 1.0f - alpha : 0.0f);
    }
    out.red[x] = red;
    out.green[x] = green;
    out.blue[x] = blue;
  }
}

// Cube root of t in (0, 2] to about 2e-7 relative: a third of the exponent, then Halley's iteration twice. Several
// times faster than std::cbrt because it is vectorised, and the same on every machine.
inline float CubeRoot(float t) {
  float root = std::bit_cast<float>(std::bit_cast<uint32_t>(t) / 3 + 0x2a5119f2u);
  for (int i = 0; i < 2; ++i) {
    const float cube = root * root * root;
    root *= (cube + 2.0f * t) / (2.0f * cube + t);
  }
  return root;
}

// CIE's f(t), less its constant 16/116: 0 at 0.
inline float Perceived(float t) {
  constexpr float kThreshold = 216.0f / 24389.0f;
  constexpr float kSlope = 24389.0f / 27.0f / 116.0f;
  const float root = CubeRoot(std::max(t, kThreshold)) - 16.0f / 116.0f;  // no denormals on the way
  return t > kThreshold ? root : kSlope * t;
}

inline float PerceivedX(float r, float g, float b) {
  return Perceived((0.4124f * r + 0.3576f * g + 0.1805f * b) * (1.0f / 0.9505f));
}
inline float PerceivedY(float r, float g, float b) { return Perceived(0.2126f * r + 0.7152f * g + 0.0722f * b); }
inline float PerceivedZ(float r, float g, float b) {
  return Perceived((0.0193f * r + 0.1192f * g + 0.9505f * b) * (1.0f / 1.089f));
}

void ProjectRow(const LinearRow& linear, LabChannel channel, size_t width, float* out) {
  const float* red = linear.red.data();
  const float* green = linear.green.data();
  const float* blue = linear.blue.data();
  switch (channel) {
    case LabChannel::kLightness:
      for (size_t x = 0; x < width; ++x) out[x] = 1.16f * PerceivedY(red[x], green[x], blue[x]);
      break;
    case LabChannel::kGreenRed:
      for (size_t x = 0; x < width; ++x) {
        const float difference = PerceivedX(red[x], green[x], blue[x]) - PerceivedY(red[x], green[x], blue[x]);
        out[x] = 86.2f / 220.0f + 500.0f / 220.0f * difference;
      }
      break;
    case LabChannel::kBlueYellow:
      for (size_t x = 0; x < width; ++x) {
        const float difference = PerceivedY(red[x], green[x], blue[x]) - PerceivedZ(red[x], green[x], blue[x]);
        out[x] = 107.9f / 220.0f + 200.0f / 220.0f * difference;
      }
      break;
  }
}

void AveragePairs(const float* top, const float* bottom, size_t out_width, float* out) {
  for (size_t x = 0; x < out_width; ++x) {
    out[x] = 0.25f * ((top[2 * x] + top[2 * x + 1]) + (bottom[2 * x] + bottom[2 * x + 1]));
  }
}

}  // namespace

FloatPlane MakeLabPlane(PlaneView<const uint8_t> picture, LabChannel channel) {
  const std::array<float, 256> linear_of_srgb = MakeLinearTable();
  const size_t width = picture.size.width;
  LinearRow linear(width);
  if (channel == LabChannel::kLightness || picture.size.width < 8 || picture.size.height < 8) {
    FloatPlane plane(picture.size);
    for (uint32_t y = 0; y < picture.size.height; ++y) {
      Linearise(picture, y, linear_of_srgb, linear);
      ProjectRow(linear, channel, width, plane.row(y));
    }
    return plane;
  }
  FloatPlane plane(HalvedSize(picture.size));
  std::vector<float> top(width), bottom(width);
  for (uint32_t y = 0; y < plane.size.height; ++y) {
    Linearise(picture, 2 * y, linear_of_srgb, linear);
    ProjectRow(linear, channel, width, top.data());
    Linearise(picture, 2 * y + 1, linear_of_srgb, linear);
    ProjectRow(linear, channel, width, bottom.data());
    AveragePairs(top.data(), bottom.data(), plane.size.width, plane.row(y));
  }
  return plane;
}

FloatPlane HalvePlane(const FloatPlane& plane) {
  FloatPlane half(HalvedSize(plane.size));
  for (uint32_t y = 0; y < half.size.height; ++y) {
    AveragePairs(plane.row(2 * y), plane.row(2 * y + 1), half.size.width, half.row(y));
  }
  return half;
}

}  // namespace mote
