#include "methods/patches/generator/paint.h"

#include <algorithm>

namespace mote::patches {
namespace {

// Avalanche of a lattice point, 0..255 (the multipliers are odd constants without further meaning).
int32_t LatticeValue(int32_t x, int32_t y, uint32_t seed) {
  uint32_t hash = static_cast<uint32_t>(x) * 0x9E3779B1u ^ static_cast<uint32_t>(y) * 0x85EBCA77u ^ seed;
  hash = (hash ^ hash >> 15) * 0x2C1B3C6Du;
  hash = (hash ^ hash >> 12) * 0x297A2D39u;
  return static_cast<int32_t>(hash >> 24);
}

// Value noise: lattice points a power of two apart, bilinear between them; 0..255.
int32_t Noise(int32_t x, int32_t y, int32_t spacing_bits, uint32_t seed) {
  const int32_t spacing = 1 << spacing_bits;
  const int32_t cell_x = x >> spacing_bits, cell_y = y >> spacing_bits;
  const int32_t fx = x & (spacing - 1), fy = y & (spacing - 1);
  const int32_t upper =
      LatticeValue(cell_x, cell_y, seed) * (spacing - fx) + LatticeValue(cell_x + 1, cell_y, seed) * fx;
  const int32_t lower =
      LatticeValue(cell_x, cell_y + 1, seed) * (spacing - fx) + LatticeValue(cell_x + 1, cell_y + 1, seed) * fx;
  return (upper * (spacing - fy) + lower * fy) >> (2 * spacing_bits);
}

// Octaves that halve in spacing and in weight; 0..255.
int32_t FractalNoise(int32_t x, int32_t y, int32_t spacing_bits, uint32_t seed) {
  int32_t sum = 0, weights = 0, weight = 8;
  for (int32_t bits = spacing_bits; bits >= 1 && weight > 0; --bits, weight /= 2) {
    sum += weight * Noise(x, y, bits, seed + static_cast<uint32_t>(bits) * 0x9E3779B1u);
    weights += weight;
  }
  return sum / weights;
}

// 0, up to 256 in the middle of the period and down again.
int32_t Triangle(int32_t phase) {
  const int32_t place = phase & 511;
  return place < 256 ? place : 511 - place;
}

uint8_t Mix(uint8_t first, uint8_t second, int32_t amount) {
  return static_cast<uint8_t>((first * (256 - amount) + second * amount + 128) >> 8);
}

}  // namespace

Palette RandomPalette(Random& random) {
  Palette palette{};
  palette.brightness = random.Between(48, 208);
  palette.contrast = random.Between(40, 200);
  palette.colourful = random.OneIn(3) ? random.Between(16, 80) : random.Between(3, 24);
  palette.cb = random.Between(-24, 24);
  palette.cr = random.Between(-24, 24);
  return palette;
}

Rgb RandomColour(const Palette& palette, Random& random) {
  // Two draws added up: the middle is likelier than the ends.
  const auto spread = [&random](int32_t range) {
    return (random.Between(-range, range) + random.Between(-range, range)) / 2;
  };
  return ToRgb({ClampToByte(palette.brightness + spread(palette.contrast) * 3 / 2),
                ClampToByte(128 + palette.cb + spread(palette.colourful)),
                ClampToByte(128 + palette.cr + spread(palette.colourful))});
}

Paint RandomPaint(const Palette& palette, Random& random) {
  Paint paint{};
  const int32_t choice = random.Below(16);
  paint.pattern = choice < 2    ? Paint::Pattern::kFlat
                  : choice < 4  ? Paint::Pattern::kGradient
                  : choice < 11 ? Paint::Pattern::kStripes
                  : choice < 12 ? Paint::Pattern::kChecker
                                : Paint::Pattern::kNoise;
  paint.first = RandomColour(palette, random);
  paint.second = RandomColour(palette, random);
  const int32_t steepest = paint.pattern == Paint::Pattern::kGradient ? 6 : 64;
  paint.step_x = random.Between(-steepest, steepest);
  paint.step_y = random.Between(-steepest, steepest);
  paint.phase = random.Below(512);
  paint.seed = random.Next();
  return paint;
}

Rgb ColourAt(const Paint& paint, int32_t x, int32_t y) {
  const int32_t phase = paint.phase + paint.step_x * x + paint.step_y * y;
  int32_t amount = 0;
  switch (paint.pattern) {
    case Paint::Pattern::kFlat:
      break;
    case Paint::Pattern::kGradient:
      amount = Triangle(phase >> 2);
      break;
    case Paint::Pattern::kStripes:
      amount = std::clamp((Triangle(phase) - 128) * 4 + 128, 0, 256);
      break;
    case Paint::Pattern::kChecker:
      amount = ((x >> 3) + (y >> 3) + paint.phase) % 2 == 0 ? 0 : 256;
      break;
    case Paint::Pattern::kNoise:
      amount = FractalNoise(x, y, 2 + static_cast<int32_t>(paint.seed % 5), paint.seed);
      break;
  }
  return {Mix(paint.first.red, paint.second.red, amount), Mix(paint.first.green, paint.second.green, amount),
          Mix(paint.first.blue, paint.second.blue, amount)};
}

}  // namespace mote::patches
