#include "methods/neural/refinement/colour.h"

#include <bit>
#include <cstdint>

#include "methods/neural/refinement/vector_loop.h"

// Plain loops, which the compiler turns into vectors once for each instruction set.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "methods/neural/refinement/colour.cc"
#include <hwy/foreach_target.h>
//
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace mote::neural::refinement::HWY_NAMESPACE {

// Whether a > b, for numbers of one sign: all bits or none. Comparisons and choices go by bits because the compiler
// would make jumps of them, which keep a loop from becoming vectors.
HWY_INLINE int32_t IsGreater(float a, float b) { return (std::bit_cast<int32_t>(b) - std::bit_cast<int32_t>(a)) >> 31; }

HWY_INLINE float Choose(int32_t condition, float yes, float no) {
  return std::bit_cast<float>((std::bit_cast<int32_t>(yes) & condition) | (std::bit_cast<int32_t>(no) & ~condition));
}

HWY_INLINE float Clamp01(float value) {
  const int32_t bits = std::bit_cast<int32_t>(value);
  const float bounded = std::bit_cast<float>(bits & ~(bits >> 31));  // 0 if negative
  return Choose(IsGreater(bounded, 1.0f), 1.0f, bounded);
}

// Where to start: a fraction of the exponent. `magic` makes the greatest relative error over the range least (3.5 %).
HWY_INLINE float FirstGuess(float value, float magic, float power) {
  const float bits = static_cast<float>(std::bit_cast<int32_t>(value));
  return std::bit_cast<float>(static_cast<int32_t>(magic - bits * power));
}

// Steps of third order towards value^(-1/5) and value^(-1/3). Two of them leave an error of about 1e-7 for values of
// 0.09..1 and 0.008..1.1. (In a loop they would keep the loop around it from becoming vectors.)
HWY_INLINE float RefinedInverseFifthRoot(float value, float root) {
  const float square = root * root;
  const float error = 1.0f - value * (square * square * root);
  return root + root * error * (1.0f / 5.0f + error * (3.0f / 25.0f));
}

HWY_INLINE float RefinedInverseCubeRoot(float value, float root) {
  const float error = 1.0f - value * (root * root * root);
  return root + root * error * (1.0f / 3.0f + error * (2.0f / 9.0f));
}

HWY_INLINE float InverseFifthRoot(float value) {
  const float root = FirstGuess(value, 1277933824.0f, 0.2f);
  return RefinedInverseFifthRoot(value, RefinedInverseFifthRoot(value, root));
}

HWY_INLINE float InverseCubeRoot(float value) {
  const float root = FirstGuess(value, 1419910912.0f, 1.0f / 3.0f);
  return RefinedInverseCubeRoot(value, RefinedInverseCubeRoot(value, root));
}

struct ValueAndSlope {
  float value, slope;
};

// IEC 61966-2-1. With r = v^(-1/5): v^2.4 = v^3 r^3, and v^1.4 = v^2 r^3.
HWY_INLINE ValueAndSlope LinearOfSrgb(float encoded) {
  constexpr float kThreshold = 0.04045f;
  const int32_t is_curved = IsGreater(encoded, kThreshold);
  const float v = (Choose(is_curved, encoded, kThreshold) + 0.055f) * (1.0f / 1.055f);
  const float root = InverseFifthRoot(v);
  const float power = v * v * (root * root * root);
  const float curved = v * power, curved_slope = 2.4f / 1.055f * power;
  const float straight = encoded * (1.0f / 12.92f);
  return {Choose(is_curved, curved, straight), Choose(is_curved, curved_slope, 1.0f / 12.92f)};
}

// CIE's f(t), less its constant 16/116.
HWY_INLINE ValueAndSlope Perceived(float t) {
  constexpr float kThreshold = 216.0f / 24389.0f;
  constexpr float kSlope = 24389.0f / 27.0f / 116.0f;
  const int32_t is_curved = IsGreater(t, kThreshold);
  const float bounded = Choose(is_curved, t, kThreshold);
  const float root = InverseCubeRoot(bounded);
  const float square = root * root;
  const float curved = bounded * square - 16.0f / 116.0f, curved_slope = square * (1.0f / 3.0f);
  const float straight = kSlope * t;
  return {Choose(is_curved, curved, straight), Choose(is_curved, curved_slope, kSlope)};
}

// Rows of the matrix from linear light to X, Y and Z over white.
constexpr float kXr = 0.4124f / 0.9505f, kXg = 0.3576f / 0.9505f, kXb = 0.1805f / 0.9505f;
constexpr float kYr = 0.2126f, kYg = 0.7152f, kYb = 0.0722f;
constexpr float kZr = 0.0193f / 1.089f, kZg = 0.1192f / 1.089f, kZb = 0.9505f / 1.089f;
constexpr float kLightness = 1.16f;  // of f(Y)
constexpr float kGreenRed = 500.0f / 220.0f, kGreenRedOffset = 86.2f / 220.0f;
constexpr float kBlueYellow = 200.0f / 220.0f, kBlueYellowOffset = 107.9f / 220.0f;

void LabLoop(const ConstRows& rgb, size_t width, const Rows& lab) {
  const float* HWY_RESTRICT red = rgb[0];
  const float* HWY_RESTRICT green = rgb[1];
  const float* HWY_RESTRICT blue = rgb[2];
  float* HWY_RESTRICT lightness = lab[0];
  float* HWY_RESTRICT green_red = lab[1];
  float* HWY_RESTRICT blue_yellow = lab[2];
  MOTE_VECTOR_LOOP
  for (size_t x = 0; x < width; ++x) {
    const float r = LinearOfSrgb(Clamp01(red[x])).value;
    const float g = LinearOfSrgb(Clamp01(green[x])).value;
    const float b = LinearOfSrgb(Clamp01(blue[x])).value;
    const float fx = Perceived(kXr * r + kXg * g + kXb * b).value;
    const float fy = Perceived(kYr * r + kYg * g + kYb * b).value;
    const float fz = Perceived(kZr * r + kZg * g + kZb * b).value;
    lightness[x] = kLightness * fy;
    green_red[x] = kGreenRedOffset + kGreenRed * (fx - fy);
    blue_yellow[x] = kBlueYellowOffset + kBlueYellow * (fy - fz);
  }
}

// In sixteen lanes, so that the order of the additions is the same on every machine.
double SumSquares(const float* HWY_RESTRICT test, const float* HWY_RESTRICT reference, size_t width) {
  constexpr size_t kLanes = 16;
  float lanes[kLanes] = {};
  size_t x = 0;
  for (; x + kLanes <= width; x += kLanes) {
    for (size_t i = 0; i < kLanes; ++i) {
      const float difference = Clamp01(test[x + i]) - reference[x + i];
      lanes[i] += difference * difference;
    }
  }
  double sum = 0.0;
  for (const float lane : lanes) sum += static_cast<double>(lane);
  for (; x < width; ++x) {
    const auto difference = static_cast<double>(Clamp01(test[x]) - reference[x]);
    sum += difference * difference;
  }
  return sum;
}

double SquaredErrorLoop(const ConstRows& test, const ConstRows& reference, size_t width) {
  double sum = 0.0;
  for (size_t c = 0; c < test.size(); ++c) sum += SumSquares(test[c], reference[c], width);
  return sum;
}

// The slope, or 0 if a step against it leads farther out.
HWY_INLINE float Kept(float value, float clamped, float slope) {
  const float inward = (value - clamped) * slope + 0.0f;  // never -0
  const int32_t leaves = std::bit_cast<int32_t>(inward) >> 31;
  return Choose(leaves, 0.0f, slope);
}

void SlopesLoop(const RowSlopes& slopes, const ConstRows& reference, size_t width, const Rows& test) {
  const float* HWY_RESTRICT lightness = slopes.lab[0];
  const float* HWY_RESTRICT green_red = slopes.lab[1];
  const float* HWY_RESTRICT blue_yellow = slopes.lab[2];
  const float* HWY_RESTRICT reference_red = reference[0];
  const float* HWY_RESTRICT reference_green = reference[1];
  const float* HWY_RESTRICT reference_blue = reference[2];
  float* HWY_RESTRICT red = test[0];
  float* HWY_RESTRICT green = test[1];
  float* HWY_RESTRICT blue = test[2];
  const float factor = slopes.lab_factor, by_difference = slopes.by_difference;
  MOTE_VECTOR_LOOP
  for (size_t x = 0; x < width; ++x) {
    const float clamped_red = Clamp01(red[x]), clamped_green = Clamp01(green[x]), clamped_blue = Clamp01(blue[x]);
    const ValueAndSlope r = LinearOfSrgb(clamped_red);
    const ValueAndSlope g = LinearOfSrgb(clamped_green);
    const ValueAndSlope b = LinearOfSrgb(clamped_blue);
    const float a_slope = kGreenRed * green_red[x], b_slope = kBlueYellow * blue_yellow[x];
    const float to_x = a_slope * Perceived(kXr * r.value + kXg * g.value + kXb * b.value).slope;
    const float to_y = (kLightness * lightness[x] - a_slope + b_slope) *
                       Perceived(kYr * r.value + kYg * g.value + kYb * b.value).slope;
    const float to_z = -b_slope * Perceived(kZr * r.value + kZg * g.value + kZb * b.value).slope;
    const float to_red =
        factor * r.slope * (kXr * to_x + kYr * to_y + kZr * to_z) + by_difference * (clamped_red - reference_red[x]);
    const float to_green = factor * g.slope * (kXg * to_x + kYg * to_y + kZg * to_z) +
                           by_difference * (clamped_green - reference_green[x]);
    const float to_blue =
        factor * b.slope * (kXb * to_x + kYb * to_y + kZb * to_z) + by_difference * (clamped_blue - reference_blue[x]);
    red[x] = Kept(red[x], clamped_red, to_red);
    green[x] = Kept(green[x], clamped_green, to_green);
    blue[x] = Kept(blue[x], clamped_blue, to_blue);
  }
}

void HalveLoop(const float* HWY_RESTRICT top, const float* HWY_RESTRICT bottom, size_t half_width,
               float* HWY_RESTRICT half) {
  MOTE_VECTOR_LOOP
  for (size_t x = 0; x < half_width; ++x) {
    half[x] = 0.25f * ((top[2 * x] + top[2 * x + 1]) + (bottom[2 * x] + bottom[2 * x + 1]));
  }
}

void SpreadLoop(const float* HWY_RESTRICT half, size_t half_width, float* HWY_RESTRICT row) {
  MOTE_VECTOR_LOOP
  for (size_t x = 0; x < half_width; ++x) {
    const float quarter = 0.25f * half[x];
    row[2 * x] = quarter;
    row[2 * x + 1] = quarter;
  }
}

}  // namespace mote::neural::refinement::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mote::neural::refinement {

HWY_EXPORT(LabLoop);
HWY_EXPORT(SquaredErrorLoop);
HWY_EXPORT(SlopesLoop);
HWY_EXPORT(HalveLoop);
HWY_EXPORT(SpreadLoop);

void LabRow(const ConstRows& rgb, size_t width, const Rows& lab) { HWY_DYNAMIC_DISPATCH(LabLoop)(rgb, width, lab); }

double SquaredErrorOfRow(const ConstRows& test, const ConstRows& reference, size_t width) {
  return HWY_DYNAMIC_DISPATCH(SquaredErrorLoop)(test, reference, width);
}

void SlopesToRgb(const RowSlopes& slopes, const ConstRows& reference, size_t width, const Rows& test) {
  HWY_DYNAMIC_DISPATCH(SlopesLoop)(slopes, reference, width, test);
}

void HalveRows(const float* top, const float* bottom, size_t half_width, float* half) {
  HWY_DYNAMIC_DISPATCH(HalveLoop)(top, bottom, half_width, half);
}

void SpreadRow(const float* half, size_t width, float* row) {
  HWY_DYNAMIC_DISPATCH(SpreadLoop)(half, width / 2, row);
  if (width % 2 == 1) row[width - 1] = 0.0f;
}

}  // namespace mote::neural::refinement
#endif
