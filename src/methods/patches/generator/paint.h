// What shapes are filled with: one or two colours mixed by a flat, gradient, stripe, checker or noise pattern. Integer
// throughout.
#ifndef MOTE_METHODS_PATCHES_GENERATOR_PAINT_H_
#define MOTE_METHODS_PATCHES_GENERATOR_PAINT_H_

#include <cstdint>

#include "colour/ycbcr.h"
#include "methods/patches/generator/random.h"

namespace mote::patches {

// The range that one sample image's colours are drawn from.
struct Palette {
  int32_t brightness;  // the middle, 0..255
  int32_t contrast;    // the furthest from it, 0..255
  int32_t colourful;   // the furthest of Cb and Cr from the middle ones
  int32_t cb, cr;      // the middle ones, less 128
};

Palette RandomPalette(Random& random);
Rgb RandomColour(const Palette& palette, Random& random);

struct Paint {
  enum class Pattern { kFlat, kGradient, kStripes, kChecker, kNoise };
  Pattern pattern;
  Rgb first, second;
  int32_t step_x, step_y;  // of the pattern's phase a pixel, 1/256 of its period
  int32_t phase;
  uint32_t seed;  // of the noise
};

Paint RandomPaint(const Palette& palette, Random& random);

// The colour of a paint at a place (0..1023 each way).
Rgb ColourAt(const Paint& paint, int32_t x, int32_t y);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_GENERATOR_PAINT_H_
