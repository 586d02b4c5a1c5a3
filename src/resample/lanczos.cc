#include "resample/lanczos.h"

#include <algorithm>
#include <array>
#include <vector>

namespace mote {
namespace {

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

// ---- The kernel, in Q60
// --------------------------------------------------------------------------------------------------------- Pillow
// computes its weights in double precision with the C library's sin(), then rounds them to 22 bits. Here the same
// weights are computed from the exact rational positions with 60-bit integers: the two differ by some 1e-16 before
// rounding, and the result depends on no C library. (A weight within 1e-16 of a rounding boundary could come out one
// unit of 2^-22 apart; the parity tests have met none.)

constexpr int kKernelBits = 60;
constexpr uint64_t kOneQ60 = uint64_t{1} << kKernelBits;
constexpr uint64_t kPiSquaredQ58 = 0x277A79937C8BBCB5;  // pi^2 in Q58
constexpr int kLobes = 3;

// sinc(r) = sin(pi r) / (pi r) in Q60 for r = numerator / denominator in 0..1/2, by its Taylor series in u = (pi r)^2,
// 1 - u/(2*3) (1 - u/(4*5) (1 - ...)). With u <= 2.47 the first term left out is below 2^-67.
uint64_t SincNearZeroQ60(uint64_t numerator, uint64_t denominator) {
  constexpr int kTerms = 13;
  constexpr auto kReciprocalsQ64 = [] {
    std::array<uint64_t, kTerms> reciprocals{};
    for (uint64_t k = 0; k < kTerms; ++k) {
      reciprocals[k] = ~uint64_t{0} / ((2 * k + 2) * (2 * k + 3));
    }
    return reciprocals;
  }();
  const auto squared_q60 =
      static_cast<uint64_t>((uint128{numerator * numerator} << kKernelBits) / (denominator * denominator));
  const auto u_q60 = static_cast<uint64_t>(uint128{kPiSquaredQ58} * squared_q60 >> 58);
  uint64_t sum_q60 = kOneQ60;
  for (int k = kTerms - 1; k >= 0; --k) {
    const auto product_q60 = static_cast<uint64_t>(uint128{u_q60} * sum_q60 >> kKernelBits);
    sum_q60 = kOneQ60 - static_cast<uint64_t>(uint128{product_q60} * kReciprocalsQ64[k] >> 64);
  }
  return sum_q60;
}

// sinc(t) in Q60 for t = numerator / denominator >= 0: with m the integer nearest to t and r = t - m,
// sin(pi t) = (-1)^m sin(pi r), so sinc(t) = (-1)^m (r / t) sinc(r).
int64_t SincQ60(uint64_t numerator, uint64_t denominator) {
  const uint64_t nearest = (2 * numerator + denominator) / (2 * denominator);
  if (nearest == 0) return static_cast<int64_t>(SincNearZeroQ60(numerator, denominator));
  const auto offset = static_cast<int64_t>(numerator) - static_cast<int64_t>(nearest * denominator);
  const auto distance = static_cast<uint64_t>(offset < 0 ? -offset : offset);
  const auto magnitude_q60 =
      static_cast<int64_t>(uint128{SincNearZeroQ60(distance, denominator)} * distance / numerator);
  return (offset < 0) != (nearest % 2 == 1) ? -magnitude_q60 : magnitude_q60;
}

// The Lanczos kernel sinc(t) sinc(t / 3) in Q60 for t = numerator / denominator in 0..3.
int64_t KernelQ60(uint64_t numerator, uint64_t denominator) {
  return static_cast<int64_t>(int128{SincQ60(numerator, denominator)} * SincQ60(numerator, kLobes * denominator) >>
                              kKernelBits);
}

// ---- Weights along one side
// -----------------------------------------------------------------------------------------------------

constexpr int kWeightBits = 22;  // Pillow's PRECISION_BITS: 32 bits less 8 of the sample and 2 of headroom

// For each output sample, which input samples it takes and how much of each, in Q22 (they add up to about 1).
struct SideWeights {
  struct Tap {
    uint32_t first_input;
    uint32_t count;
    size_t first_weight;
  };
  std::vector<Tap> taps;
  std::vector<int32_t> weights_q22;
};

int32_t RoundedRatioQ22(int64_t part_q60, int128 whole_q60) {
  const bool negative = part_q60 < 0;
  const uint128 magnitude = static_cast<uint128>(negative ? -int128{part_q60} : int128{part_q60}) << (kWeightBits + 1);
  const auto twice = static_cast<int64_t>(magnitude / static_cast<uint128>(whole_q60));
  const auto rounded = static_cast<int32_t>((twice + 1) / 2);  // to nearest, halves away from zero
  return negative ? -rounded : rounded;
}

SideWeights ComputeSideWeights(uint32_t input_count, uint32_t output_count) {
  const auto in = int64_t{input_count};
  const auto out = int64_t{output_count};
  // Input sample j lies ((2j+1) out - (2i+1) in) / denominator lobes away from output sample i.
  const int64_t denominator = 2 * std::max(in, out);
  const int64_t reach = kLobes * denominator;
  SideWeights side;
  side.taps.reserve(output_count);
  std::vector<int64_t> kernel_q60;
  for (int64_t i = 0; i < out; ++i) {
    const int64_t centre = (2 * i + 1) * in;
    // The first j with (2j+1) out > centre - reach.
    const int64_t below = centre - reach - out;
    const int64_t first = below < 0 ? 0 : below / (2 * out) + 1;
    int128 sum_q60 = 0;
    kernel_q60.clear();
    for (int64_t j = first; j < in; ++j) {
      const int64_t position = (2 * j + 1) * out - centre;
      if (position >= reach) break;
      kernel_q60.push_back(
          KernelQ60(static_cast<uint64_t>(position < 0 ? -position : position), static_cast<uint64_t>(denominator)));
      sum_q60 += kernel_q60.back();
    }
    side.taps.push_back(
        {static_cast<uint32_t>(first), static_cast<uint32_t>(kernel_q60.size()), side.weights_q22.size()});
    for (const int64_t value_q60 : kernel_q60) side.weights_q22.push_back(RoundedRatioQ22(value_q60, sum_q60));
  }
  return side;
}

constexpr int32_t kHalfQ22 = 1 << (kWeightBits - 1);

uint8_t SampleFromQ22(int32_t sum_q22) { return static_cast<uint8_t>(std::clamp(sum_q22 >> kWeightBits, 0, 255)); }

// ---- The two passes
// ------------------------------------------------------------------------------------------------------------- A sum
// stays below 2^31: the weights' magnitudes add up to at most 1.6, and 255 x 1.6 < 2^9.

template <int kChannels>
void ResizeRow(const uint8_t* input, const SideWeights& side, uint8_t* output) {
  for (const SideWeights::Tap& tap : side.taps) {
    const uint8_t* sample = input + size_t{tap.first_input} * kChannels;
    const int32_t* weight_q22 = side.weights_q22.data() + tap.first_weight;
    std::array<int32_t, kChannels> sum_q22;
    sum_q22.fill(kHalfQ22);
    for (uint32_t k = 0; k < tap.count; ++k, sample += kChannels) {
      for (int c = 0; c < kChannels; ++c) sum_q22[c] += sample[c] * weight_q22[k];
    }
    for (int c = 0; c < kChannels; ++c) *output++ = SampleFromQ22(sum_q22[c]);
  }
}

Image ResizeColumns(PlaneView<const uint8_t> source, uint32_t width) {
  const SideWeights side = ComputeSideWeights(source.size.width, width);
  Image result({width, source.size.height}, source.channels);
  const PlaneView<uint8_t> output = result.view();
  constexpr std::array kResizeRow = {ResizeRow<1>, ResizeRow<2>, ResizeRow<3>, ResizeRow<4>};
  for (uint32_t y = 0; y < source.size.height; ++y) {
    kResizeRow[source.channels - 1](source.row(y), side, output.row(y));
  }
  return result;
}

Image ResizeRows(PlaneView<const uint8_t> source, uint32_t height) {
  const SideWeights side = ComputeSideWeights(source.size.height, height);
  Image result({source.size.width, height}, source.channels);
  const PlaneView<uint8_t> output = result.view();
  // A strip of sums stays in the first-level cache while its taps are added.
  constexpr size_t kStripSamples = 2048;
  std::array<int32_t, kStripSamples> sums_q22;
  const size_t row_samples = source.samples_per_row();
  for (uint32_t y = 0; y < height; ++y) {
    const SideWeights::Tap& tap = side.taps[y];
    for (size_t begin = 0; begin < row_samples; begin += kStripSamples) {
      const size_t count = std::min(kStripSamples, row_samples - begin);
      std::fill_n(sums_q22.begin(), count, kHalfQ22);
      for (uint32_t k = 0; k < tap.count; ++k) {
        const uint8_t* input = source.row(tap.first_input + k) + begin;
        const int32_t weight_q22 = side.weights_q22[tap.first_weight + k];
        for (size_t x = 0; x < count; ++x) sums_q22[x] += input[x] * weight_q22;
      }
      uint8_t* samples = output.row(y) + begin;
      for (size_t x = 0; x < count; ++x) samples[x] = SampleFromQ22(sums_q22[x]);
    }
  }
  return result;
}

Image Copy(PlaneView<const uint8_t> source) {
  Image copy(source.size, source.channels);
  for (uint32_t y = 0; y < source.size.height; ++y) {
    std::copy_n(source.row(y), source.samples_per_row(), copy.view().row(y));
  }
  return copy;
}

}  // namespace

Image ResizeLanczos(PlaneView<const uint8_t> source, Size size) {
  // Like Pillow, a side that keeps its length is left alone.
  const bool resize_columns = size.width != source.size.width;
  const bool resize_rows = size.height != source.size.height;
  if (!resize_columns && !resize_rows) return Copy(source);
  if (!resize_rows) return ResizeColumns(source, size.width);
  if (!resize_columns) return ResizeRows(source, size.height);
  // Pillow's rule since version 13: rows go first where more than twice as many of them are lost as of columns.
  const int64_t lost_rows = int64_t{source.size.height} - size.height;
  const int64_t lost_columns = int64_t{source.size.width} - size.width;
  if (lost_rows > 0 && lost_rows > 2 * lost_columns) {
    return ResizeColumns(ResizeRows(source, size.height).view(), size.width);
  }
  return ResizeRows(ResizeColumns(source, size.width).view(), size.height);
}

}  // namespace mote
