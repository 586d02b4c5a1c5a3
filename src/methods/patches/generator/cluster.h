// Steps 3 and 4 of the published chain: patches cut from a sample image, and their k-means clustering. Integer
// throughout, so the cluster centres are the same on every machine (spec/patches.md, "Clusters"). Source of the
// clustering: S. Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28 (1982).
#ifndef MOTE_METHODS_PATCHES_GENERATOR_CLUSTER_H_
#define MOTE_METHODS_PATCHES_GENERATOR_CLUSTER_H_

#include <cstdint>
#include <vector>

#include "base/image.h"
#include "methods/patches/generator/random.h"
#include "methods/patches/patch_set.h"

namespace mote::patches {

// Patches of one shape, one after the other, each less its base.
struct SampledPatches {
  BlockShape shape;
  std::vector<int16_t> samples;
  [[nodiscard]] size_t count() const { return samples.size() / shape.samples(); }
};

// Cuts `count` patches at random places of `plane` (shape.components channels), which have a neighbour above and to the
// left.
void SamplePatches(PlaneView<const uint8_t> plane, uint32_t count, Random& random, SampledPatches& patches);

// The kPatchCount centres in by-sample order (PatchSet), the most populous cluster first.
[[nodiscard]] std::vector<int16_t> Cluster(const SampledPatches& patches, uint32_t iterations, Random& random);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_GENERATOR_CLUSTER_H_
