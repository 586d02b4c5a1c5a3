// From ranks to pixels: lays the patches, smooths across their borders, widens the chrominance and turns colours into
// sRGB. Normative: spec/patches.md, "Rendering". Integer throughout; no errors.
#ifndef MOTE_METHODS_PATCHES_RENDER_H_
#define MOTE_METHODS_PATCHES_RENDER_H_

#include <array>
#include <cstdint>
#include <span>

#include "base/image.h"
#include "methods/patches/neighbours.h"
#include "methods/patches/patch_set.h"

namespace mote::patches {

// The plane that `ranks` (one a block, in rows of `blocks`) stand for: blocks times the set's shape.
[[nodiscard]] Image LayPatches(const PatchSet& set, Size blocks, const std::array<uint8_t, kMaxComponents>& start,
                               std::span<const uint8_t> ranks);

// The raster that laid planes stand for: smooths them and joins their colours. sRGB, of luma's size.
[[nodiscard]] Image RenderPlanes(Image luma, Image chroma);

// Lessens small steps between blocks of `side` samples; `plane` is a whole number of them.
void SmoothBorders(uint32_t side, PlaneView<uint8_t> plane);

// `luma`: 1 channel. `chroma`: 2 channels, kChromaSubsampling times smaller at least. The result: sRGB, of luma's size.
[[nodiscard]] Image JoinColours(PlaneView<const uint8_t> luma, PlaneView<const uint8_t> chroma);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_RENDER_H_
