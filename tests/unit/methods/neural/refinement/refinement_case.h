// A small picture analysed for a raster, and all that its refinement borrows.
#ifndef MOTE_TESTS_UNIT_METHODS_NEURAL_REFINEMENT_REFINEMENT_CASE_H_
#define MOTE_TESTS_UNIT_METHODS_NEURAL_REFINEMENT_REFINEMENT_CASE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "methods/neural/analysis.h"
#include "methods/neural/context.h"
#include "methods/neural/decoder.h"
#include "methods/neural/encoder_search.h"
#include "methods/neural/encoder_symbols.h"
#include "methods/neural/geometry.h"
#include "methods/neural/network.h"
#include "methods/neural/refinement/float_context.h"
#include "methods/neural/refinement/float_synthesis.h"
#include "methods/neural/refinement/latent_units.h"
#include "methods/neural/refinement/objective.h"
#include "methods/neural/refinement/symbol_fit.h"
#include "resample/lanczos.h"
#include "tests/unit/test_pictures.h"

namespace mote::neural::refinement {

// Edges, ramps and some noise.
inline Image TexturePicture(Size size, unsigned seed) {
  Image picture = DiscPicture(size);
  const Image noise = NoisePicture(size, 3, seed);
  for (size_t i = 0; i < noise.samples().size(); ++i) {
    uint8_t& sample = picture.view().data[i];
    sample = static_cast<uint8_t>(std::clamp(int{sample} + noise.samples()[i] / 8 - 16, 0, 255));
  }
  return picture;
}

struct RefinementCase {
  RefinementCase(const Image& picture, Size positions)
      : objective(picture.view(), 0.2),
        synthesis(TheNetwork()),
        context(TheNetwork()),
        analysed(Analyse(TheAnalysis(), ResizeLanczos(picture.view(), RasterFor(positions)).view())) {}

  [[nodiscard]] FloatTensor Targets(uint8_t level) const { return ToTargets(TheNetwork(), analysed, level); }

  // Analysed latents rounded and written.
  [[nodiscard]] CodedLatents Plain(uint8_t level) const { return Coded(Targets(level), level); }
  [[nodiscard]] static CodedLatents Coded(const FloatTensor& targets, uint8_t level) {
    return WriteLatents(TheNetwork(), ToAnalysed(TheNetwork(), targets, level), level, 0, std::nullopt);
  }
  // What is left of it in a stream of `max_bytes`.
  [[nodiscard]] static CodedLatents Cut(CodedLatents coded, uint8_t level, size_t max_bytes) {
    if (coded.symbols.size() <= max_bytes) return coded;
    coded.symbols.resize(max_bytes);
    coded.latents = ReadLatents(TheNetwork(), {coded.latents.size(), level, coded.symbols}).values;
    return coded;
  }
  // Of what the decoder shows.
  [[nodiscard]] double Distortion(const Tensor& latents, uint8_t level) const {
    return Judged(TheNetwork(), objective, {1, level, {}}, latents).distortion;
  }

  Objective objective;
  FloatSynthesis synthesis;
  FloatContext context;
  Tensor analysed;
};

}  // namespace mote::neural::refinement

#endif  // MOTE_TESTS_UNIT_METHODS_NEURAL_REFINEMENT_REFINEMENT_CASE_H_
