#include "methods/patches/patch_set.h"

namespace mote::patches {
namespace {

#include "methods/patches/tables_data.inc"

static_assert(std::size(kLumaTable) == kLumaShape.samples() * kPatchCount);
static_assert(std::size(kChromaTable) == kChromaShape.samples() * kPatchCount);

}  // namespace

PatchSet LumaPatches() { return {kLumaShape, kLumaTable}; }
PatchSet ChromaPatches() { return {kChromaShape, kChromaTable}; }

}  // namespace mote::patches
