// sRGB <-> full-range YCbCr (the BT.601 matrix, as JFIF has it) in 16.16 fixed point. Integer throughout: every machine
// gives the same bytes. Shapes: 3 interleaved 8-bit channels in and out. Cb and Cr are centred on 128. No errors.
// Source: ITU-T T.871 (JFIF), section 7; the rounding is spec/patches.md, section "Colour".
#ifndef MOTE_COLOUR_YCBCR_H_
#define MOTE_COLOUR_YCBCR_H_

#include <algorithm>
#include <cstdint>

namespace mote {

struct Ycbcr {
  uint8_t y, cb, cr;
  friend bool operator==(const Ycbcr&, const Ycbcr&) = default;
};

struct Rgb {
  uint8_t red, green, blue;
  friend bool operator==(const Rgb&, const Rgb&) = default;
};

inline uint8_t ClampToByte(int32_t value) { return static_cast<uint8_t>(std::clamp(value, 0, 255)); }

// The weights of each row add up to 65536 (Y) or to zero (Cb, Cr), so greys keep their value and have no colour.
inline Ycbcr ToYcbcr(Rgb colour) {
  const int32_t r = colour.red, g = colour.green, b = colour.blue;
  return {static_cast<uint8_t>((19595 * r + 38470 * g + 7471 * b + 32768) >> 16),
          ClampToByte(128 + ((-11059 * r - 21709 * g + 32768 * b + 32768) >> 16)),
          ClampToByte(128 + ((32768 * r - 27439 * g - 5329 * b + 32768) >> 16))};
}

// Shifts are arithmetic (floor), as C++20 defines them.
inline Rgb ToRgb(Ycbcr colour) {
  const int32_t y = colour.y, cb = colour.cb - 128, cr = colour.cr - 128;
  return {ClampToByte(y + ((91881 * cr + 32768) >> 16)), ClampToByte(y + ((-22554 * cb - 46802 * cr + 32768) >> 16)),
          ClampToByte(y + ((116130 * cb + 32768) >> 16))};
}

}  // namespace mote

#endif  // MOTE_COLOUR_YCBCR_H_
