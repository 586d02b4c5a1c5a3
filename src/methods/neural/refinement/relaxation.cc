#include "methods/neural/refinement/relaxation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "methods/neural/network.h"

// Scalable vectors cannot stand in arrays; their machines run the fixed ones.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "methods/neural/refinement/relaxation.cc"
#include <hwy/foreach_target.h>
//
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#ifndef MOTE_METHODS_NEURAL_REFINEMENT_RELAXATION_ONCE
#define MOTE_METHODS_NEURAL_REFINEMENT_RELAXATION_ONCE
namespace mote::neural::refinement {
namespace {

// Scales run from kLeastScale to kMostScale quantiser steps, log-spaced over the indices.
constexpr float kLeastScale = 0.05f;
constexpr float kLogStep = 0.10256299f;  // ln(32 / kLeastScale) / (kScales - 1)
constexpr float kMostIndex = kScales - 1;
constexpr float kRawScaleUnit = 16;
constexpr float kPerBit = 0.69314718f;
constexpr auto kUnitSteps = static_cast<float>(kUnit);
constexpr float kLeastRemainder = 1e-4f;
constexpr size_t kMostLanes = 16;

}  // namespace
}  // namespace mote::neural::refinement
#endif

HWY_BEFORE_NAMESPACE();
namespace mote::neural::refinement::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Lanes = hn::CappedTag<float, kMostLanes>;
using Vector = hn::Vec<Lanes>;

// Uniform in 0..1, both excluded, of a counter: the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
HWY_INLINE float UniformOf(uint64_t counter) {
  uint64_t z = counter * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  z ^= z >> 31;
  return (static_cast<float>(static_cast<int32_t>(z >> 41)) + 0.5f) * 0x1p-23f;
}

// The density of a scale.
struct Density {
  HWY_INLINE explicit Density(Vector raw_scale) {
    const Lanes d;
    index = hn::Mul(raw_scale, hn::Set(d, 1 / kRawScaleUnit));
    const Vector bounded = hn::Min(hn::Max(index, hn::Zero(d)), hn::Set(d, kMostIndex));
    inverse = hn::Mul(hn::Set(d, 1 / kLeastScale), hn::Exp(d, hn::Mul(hn::Set(d, -kLogStep), bounded)));
    const Vector outer = hn::Exp(d, hn::Neg(inverse));
    const Vector inner = hn::Sub(hn::Set(d, 1.0f), outer);
    log_inner = hn::Log(d, inner);
    by_inner = hn::Mul(hn::Div(outer, inner), inverse);
  }
  Vector index;      // unbounded
  Vector inverse;    // of the scale
  Vector log_inner;  // of 1 - exp(-1 / scale)
  Vector by_inner;   // its derivative by the logarithm of the scale, negative
};

// The logarithms of the logistic function at both sides of a bin's border, and their derivatives by the logarithm of
// the scale, negative.
struct Border {
  HWY_INLINE Border(Vector offset, Vector inverse_scale) {
    const Lanes d;
    const Vector one = hn::Set(d, 1.0f), zero = hn::Zero(d);
    const Vector x = hn::Mul(offset, inverse_scale);
    const Vector tail = hn::Exp(d, hn::Neg(hn::Abs(x)));
    const Vector more = hn::Log(d, hn::Add(one, tail));
    log = hn::Sub(hn::Min(x, zero), more);
    log_mirrored = hn::Sub(hn::Min(hn::Neg(x), zero), more);
    const Vector least = hn::Div(tail, hn::Add(one, tail));
    const auto is_positive = hn::Gt(x, zero);
    const Vector slope = hn::IfThenElse(is_positive, least, hn::Sub(one, least));
    by_log = hn::Mul(slope, x);
    by_log_mirrored = hn::Mul(hn::Sub(slope, one), x);
  }
  Vector log, log_mirrored;  // at x and at -x
  Vector by_log, by_log_mirrored;
};

// A bin has P = s(b) - s(a), of the logistic function s at its upper and lower border, which is
// s(b) s(-a) (1 - exp(-1 / scale)): a product, so its logarithm is exact however far out.
HWY_INLINE Vector BitsBetween(const Border& lower, const Border& upper, const Density& density) {
  const Vector log_probability = hn::Add(hn::Add(upper.log, lower.log_mirrored), density.log_inner);
  return hn::Mul(log_probability, hn::Set(Lanes(), -1 / kPerBit));
}

// Derived by the raw scale. The borders and 1 / scale are each proportional to 1 / scale. A clamped index has a slope
// only towards the inside.
HWY_INLINE Vector ByRawScale(const Border& lower, const Border& upper, const Density& density) {
  const Lanes d;
  const Vector by_log_scale = hn::Add(hn::Add(upper.by_log, lower.by_log_mirrored), density.by_inner);
  const Vector slope = hn::Mul(by_log_scale, hn::Set(d, kLogStep / kPerBit / kRawScaleUnit));
  const Vector zero = hn::Zero(d);
  const auto leaves_below = hn::And(hn::Lt(density.index, zero), hn::Gt(slope, zero));
  const auto leaves_above = hn::And(hn::Gt(density.index, hn::Set(d, kMostIndex)), hn::Lt(slope, zero));
  return hn::IfThenZeroElse(hn::Or(leaves_below, leaves_above), slope);
}

// Calls `pass` with the mask and the first channel of each vector of a row's `count` channels.
template <typename Pass>
HWY_INLINE void ForEachVector(uint32_t count, Pass pass) {
  const Lanes d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) pass(hn::FirstN(d, count - i), i);
}

// What is not in `mask` is read all the same, which tensors have room for beyond each of their positions, and is 0
// here. (MaskedLoad wants aligned places.)
template <class Mask>
HWY_INLINE Vector LoadMasked(Mask mask, const float* from) {
  return hn::IfThenElseZero(mask, hn::LoadU(Lanes(), from));
}

// Adds those in `mask` one after the other, so that the sum is the same whatever the number of lanes.
template <class Mask>
HWY_INLINE void AddInOrder(Mask mask, Vector numbers, double& sum) {
  const Lanes d;
  HWY_ALIGN float lanes[kMostLanes];
  hn::Store(hn::IfThenElseZero(mask, numbers), d, lanes);
  for (size_t i = 0; i < hn::Lanes(d); ++i) sum += double{lanes[i]};
}

}  // namespace

double RoundedBitsSimd(const GroupRow& row, const FloatTensor& targets, const FloatTensor& parameters) {
  const Lanes d;
  const Vector half = hn::Set(d, 0.5f);
  double bits = 0;
  for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(targets.size().width); ++x) {
    const float* target = targets.at(x, row.y) + row.start;
    const float* means = parameters.at(x, row.y);
    ForEachVector(row.count, [&](auto mask, size_t i) {
      const Vector mean = LoadMasked(mask, means + i);
      const Density density(LoadMasked(mask, means + row.count + i));
      const Vector offset = hn::Mul(hn::Sub(LoadMasked(mask, target + i), mean), hn::Set(d, 1 / kUnitSteps));
      const Vector symbol = hn::Round(offset);
      const Border lower(hn::Sub(symbol, half), density.inverse), upper(hn::Add(symbol, half), density.inverse);
      AddInOrder(mask, BitsBetween(lower, upper, density), bits);
    });
  }
  return bits;
}

double RelaxSimd(const Relaxation& how, const GroupRow& row, const FloatTensor& targets, const FloatTensor& parameters,
                 RelaxedLatents& relaxed, FloatTensor& by_parameters) {
  const Lanes d;
  const Vector zero = hn::Zero(d), half = hn::Set(d, 0.5f), one = hn::Set(d, 1.0f), two = hn::Set(d, 2.0f);
  const Vector cold = hn::Set(d, 1 / how.temperature), noise_share = hn::Set(d, how.noise);
  const Vector price = hn::Set(d, how.price), unit = hn::Set(d, kUnitSteps), per_unit = hn::Set(d, 1 / kUnitSteps);
  double bits = 0;
  for (ptrdiff_t x = 0; x < static_cast<ptrdiff_t>(targets.size().width); ++x) {
    const float* target = targets.at(x, row.y) + row.start;
    const float* means = parameters.at(x, row.y);
    float* decoded = relaxed.decoded.at(x, row.y) + row.start;
    float* slopes = relaxed.slopes.at(x, row.y) + row.start;
    float* rates = relaxed.rates.at(x, row.y) + row.start;
    float* by_means = by_parameters.at(x, row.y);
    const uint64_t position = uint64_t{row.y} * targets.size().width + static_cast<uint64_t>(x);
    const uint64_t first_draw = (how.step << 32) + position * targets.channels() + row.start + 1;
    ForEachVector(row.count, [&](auto mask, size_t i) {
      HWY_ALIGN float draws[kMostLanes];
      for (size_t lane = 0; lane < hn::Lanes(d); ++lane) draws[lane] = UniformOf(first_draw + i + lane);
      const Vector mean = LoadMasked(mask, means + i);
      const Vector offset = hn::Mul(hn::Sub(LoadMasked(mask, target + i), mean), per_unit);
      const Vector below = hn::Floor(offset);
      const Vector exact = hn::Sub(offset, below);
      const Vector rest = hn::Min(hn::Max(exact, hn::Set(d, kLeastRemainder)), hn::Set(d, 1 - kLeastRemainder));
      const Vector other = hn::Sub(one, rest);
      // atanh(rest) - atanh(1 - rest): how much nearer the symbol above is.
      const Vector up = hn::Mul(hn::Add(one, rest), rest), down = hn::Mul(other, hn::Sub(two, rest));
      const Vector preference = hn::Mul(half, hn::Log(d, hn::Div(up, down)));
      // As two Gumbel variables differ.
      const Vector uniform = hn::Load(d, draws);
      const Vector noise = hn::Mul(noise_share, hn::Log(d, hn::Div(uniform, hn::Sub(one, uniform))));
      const Vector logit = hn::Mul(hn::MulAdd(preference, cold, noise), cold);
      // The logistic function at both sides, neither of which loses what is near 1.
      const Vector tail = hn::Exp(d, hn::Neg(hn::Abs(logit)));
      const Vector larger = hn::Div(one, hn::Add(one, tail)), smaller = hn::Mul(tail, larger);
      const Vector weight = hn::IfThenElse(hn::Gt(logit, zero), larger, smaller);
      const Vector by_preference =
          hn::Add(hn::Div(one, hn::Mul(other, hn::Add(one, rest))), hn::Div(one, hn::Mul(rest, hn::Sub(two, rest))));
      const Vector slope = hn::Mul(hn::Mul(hn::Mul(larger, smaller), by_preference), hn::Mul(cold, cold));

      const Density density(LoadMasked(mask, means + row.count + i));
      const Border first(hn::Sub(below, half), density.inverse), second(hn::Add(below, half), density.inverse),
          third(hn::Add(below, hn::Set(d, 1.5f)), density.inverse);
      const Vector below_bits = BitsBetween(first, second, density), above_bits = BitsBetween(second, third, density);
      const Vector nearest = hn::IfThenElse(hn::Lt(exact, half), below_bits, above_bits);
      AddInOrder(mask, nearest, bits);
      const Vector rate = hn::Mul(hn::Mul(price, hn::Sub(above_bits, below_bits)), per_unit);
      const Vector below_by_scale = ByRawScale(first, second, density);
      const Vector above_by_scale = ByRawScale(second, third, density);
      const Vector by_scale = hn::MulAdd(weight, hn::Sub(above_by_scale, below_by_scale), below_by_scale);
      hn::BlendedStore(hn::MulAdd(unit, hn::Add(below, weight), mean), mask, d, decoded + i);
      hn::BlendedStore(slope, mask, d, slopes + i);
      hn::BlendedStore(rate, mask, d, rates + i);
      hn::BlendedStore(hn::Neg(hn::Mul(rate, slope)), mask, d, by_means + i);
      hn::BlendedStore(hn::Mul(price, by_scale), mask, d, by_means + row.count + i);
    });
  }
  return bits;
}

LatentBits BitsOfSimd(float offset, float raw_scale) {
  const Lanes d;
  const Density density(hn::Set(d, raw_scale));
  const Border lower(hn::Set(d, offset - 0.5f), density.inverse), upper(hn::Set(d, offset + 0.5f), density.inverse);
  return {hn::GetLane(BitsBetween(lower, upper, density)), hn::GetLane(ByRawScale(lower, upper, density))};
}

}  // namespace mote::neural::refinement::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mote::neural::refinement {

HWY_EXPORT(RoundedBitsSimd);
HWY_EXPORT(RelaxSimd);
HWY_EXPORT(BitsOfSimd);

double RoundedBits(const GroupRow& row, const FloatTensor& targets, const FloatTensor& parameters) {
  return HWY_DYNAMIC_DISPATCH(RoundedBitsSimd)(row, targets, parameters);
}

double Relax(const Relaxation& how, const GroupRow& row, const FloatTensor& targets, const FloatTensor& parameters,
             RelaxedLatents& relaxed, FloatTensor& by_parameters) {
  return HWY_DYNAMIC_DISPATCH(RelaxSimd)(how, row, targets, parameters, relaxed, by_parameters);
}

LatentBits BitsOf(float offset, float raw_scale) { return HWY_DYNAMIC_DISPATCH(BitsOfSimd)(offset, raw_scale); }

}  // namespace mote::neural::refinement
#endif  // HWY_ONCE
