#include "methods/patches/patch_set.h"

namespace mote::patches {
namespace {

#include "methods/patches/tables_data.inc"

// Measured (docs/patches.md, "Lists").
constexpr int32_t kLumaRarity = 32;
constexpr int32_t kChromaRarity = 4;

static_assert(std::size(kLumaTable) == kLumaShape.samples() * kPatchCount);
static_assert(std::size(kChromaTable) == kChromaShape.samples() * kPatchCount);

}  // namespace

PatchSet LumaPatches() { return {kLumaShape, kLumaRarity, kLumaTable}; }
PatchSet ChromaPatches() { return {kChromaShape, kChromaRarity, kChromaTable}; }

}  // namespace mote::patches
