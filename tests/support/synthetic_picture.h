// Small pictures for the tests, made by integer arithmetic: the same on every machine, and nobody's photograph.
#ifndef MOTE_TESTS_SUPPORT_SYNTHETIC_PICTURE_H_
#define MOTE_TESTS_SUPPORT_SYNTHETIC_PICTURE_H_

#include <cstdint>
#include <vector>

#include "mote/mote.h"

namespace mote_test {

enum class Scene : uint32_t {
  kFlat,      // one colour
  kGradient,  // each channel rises in its own direction
  kDiscs,     // coloured discs with hard edges on a gradient
  kStripes,   // slanted stripes, 3 pixels wide, light on dark
  kNoise,     // every sample on its own
};

inline constexpr Scene kAllScenes[] = {Scene::kFlat, Scene::kGradient, Scene::kDiscs, Scene::kStripes, Scene::kNoise};

// "flat", "gradient", ...
[[nodiscard]] const char* SceneName(Scene scene);

struct SyntheticPicture {
  uint32_t width = 0;     // pixels
  uint32_t height = 0;    // pixels
  uint32_t channels = 3;  // 3: RGB; 4: RGB and straight alpha
  std::vector<uint8_t> samples;

  // Borrows `samples`.
  [[nodiscard]] mote_image image() const;
};

// Sides 1..65535; `channels` 3 or 4; `seed` moves the discs and the noise. The alpha channel, if any, falls from opaque
// at the left to transparent at the right.
[[nodiscard]] SyntheticPicture RenderScene(Scene scene, uint32_t width, uint32_t height, uint32_t channels = 3,
                                           uint32_t seed = 1);

}  // namespace mote_test

#endif  // MOTE_TESTS_SUPPORT_SYNTHETIC_PICTURE_H_
