#include "methods/patches/render.h"

#include <algorithm>
#include <vector>

#include "colour/ycbcr.h"

namespace mote::patches {
namespace {

// A step between blocks of at most this much is taken for an artefact and shared out; a larger one for an edge.
constexpr int32_t kSmoothLimit = 6;

// `before`, `last` | `first`, `after` lie on a line across a border between `last` and `first`.
void SmoothAcross(uint8_t& before, uint8_t& last, uint8_t& first, uint8_t& after) {
  const int32_t step = first - last;
  const int32_t size = step < 0 ? -step : step;
  if (size > 2 * kSmoothLimit) return;
  // The whole step up to the limit, falling to nothing at twice it.
  const int32_t share = size <= kSmoothLimit ? size : 2 * kSmoothLimit - size;
  const int32_t near = (share * 5 + 8) >> 4, far = (share + 8) >> 4;
  const int32_t sign = step < 0 ? -1 : 1;
  before = ClampToByte(before + sign * far);
  last = ClampToByte(last + sign * near);
  first = ClampToByte(first - sign * near);
  after = ClampToByte(after - sign * far);
}

// One axis of the widening: output place -> the two chrominance places that it lies between and the second's weight.
struct Tap {
  uint32_t first, second;
  uint32_t weight;  // of `second`, 0..2 kChromaSubsampling
};

std::vector<Tap> WideningTaps(uint32_t outputs, uint32_t inputs) {
  constexpr int32_t kSpan = 2 * kChromaSubsampling;
  std::vector<Tap> taps(outputs);
  for (uint32_t place = 0; place < outputs; ++place) {
    // The middle of the output place less half a chrominance sample, in units of 1 / kSpan.
    const int32_t at = static_cast<int32_t>(2 * place + 1) - static_cast<int32_t>(kChromaSubsampling);
    const int32_t floor = at >= 0 ? at / kSpan : -1;
    const auto clamp = [inputs](int32_t i) {
      return static_cast<uint32_t>(std::clamp(i, 0, static_cast<int32_t>(inputs) - 1));
    };
    taps[place] = {clamp(floor), clamp(floor + 1), static_cast<uint32_t>(at - floor * kSpan)};
  }
  return taps;
}

}  // namespace

Image LayPatches(const PatchSet& set, Size blocks, const std::array<uint8_t, kMaxComponents>& start,
                 std::span<const uint8_t> ranks) {
  Image plane({blocks.width * set.shape.side, blocks.height * set.shape.side}, set.shape.components);
  ListKeys keys;
  size_t block = 0;
  for (uint32_t y = 0; y < blocks.height; ++y) {
    for (uint32_t x = 0; x < blocks.width; ++x, ++block) {
      const Neighbours neighbours = ReadNeighbours(plane.view(), set.shape, x, y, start);
      MakeListKeys(set, neighbours, keys);
      PlacePatch(set, PatchAtRank(keys, ranks[block]), neighbours, x, y, plane.view());
    }
  }
  return plane;
}

void SmoothBorders(uint32_t side, PlaneView<uint8_t> plane) {
  const uint32_t channels = plane.channels;
  for (uint32_t y = 0; y < plane.size.height; ++y) {
    uint8_t* row = plane.row(y);
    for (uint32_t x = side; x < plane.size.width; x += side) {
      for (uint32_t c = 0; c < channels; ++c) {
        uint8_t* at = row + x * channels + c;
        SmoothAcross(*(at - 2 * channels), *(at - channels), *at, at[channels]);
      }
    }
  }
  for (uint32_t y = side; y < plane.size.height; y += side) {
    for (size_t i = 0; i < plane.samples_per_row(); ++i) {
      SmoothAcross(plane.row(y - 2)[i], plane.row(y - 1)[i], plane.row(y)[i], plane.row(y + 1)[i]);
    }
  }
}

Image RenderPlanes(Image luma, Image chroma) {
  SmoothBorders(kLumaSide, luma.view());
  SmoothBorders(kChromaSide, chroma.view());
  return JoinColours(luma.view(), chroma.view());
}

Image JoinColours(PlaneView<const uint8_t> luma, PlaneView<const uint8_t> chroma) {
  constexpr uint32_t kSpan = 2 * kChromaSubsampling;
  constexpr uint32_t kHalf = kSpan * kSpan / 2;
  const std::vector<Tap> across = WideningTaps(luma.size.width, chroma.size.width);
  const std::vector<Tap> down = WideningTaps(luma.size.height, chroma.size.height);
  Image result(luma.size, 3);
  std::vector<uint32_t> mixed(chroma.samples_per_row());
  for (uint32_t y = 0; y < luma.size.height; ++y) {
    const uint8_t* upper = chroma.row(down[y].first);
    const uint8_t* lower = chroma.row(down[y].second);
    for (size_t i = 0; i < mixed.size(); ++i)
      mixed[i] = upper[i] * (kSpan - down[y].weight) + lower[i] * down[y].weight;
    const uint8_t* brightness = luma.row(y);
    uint8_t* out = result.view().row(y);
    for (uint32_t x = 0; x < luma.size.width; ++x) {
      const Tap& tap = across[x];
      const auto widen = [&](uint32_t component) {
        return static_cast<uint8_t>((mixed[2 * tap.first + component] * (kSpan - tap.weight) +
                                     mixed[2 * tap.second + component] * tap.weight + kHalf) /
                                    (kSpan * kSpan));
      };
      const Rgb colour = ToRgb({brightness[x], widen(0), widen(1)});
      out[3 * x] = colour.red;
      out[3 * x + 1] = colour.green;
      out[3 * x + 2] = colour.blue;
    }
  }
  return result;
}

}  // namespace mote::patches
