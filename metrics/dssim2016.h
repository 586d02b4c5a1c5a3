// DSSIM-2016: how different two pictures look, as the 1.3.x line of kornelski/dssim (2015-2016) measured it. This is
// the score that the published systems were compared by and that `mote score` prints. Lower is better, 0 is identical.
// Modern DSSIM (3.x) is another scale: never mix the two.
//
// Takes two pictures of one size (at least 1x1) and one channel count: 3 (sRGB) or 4 (sRGB and straight alpha), 8 bits.
// Returns 1 / S - 1, where S is the weighted mean of SSIM (Wang et al., "Multiscale structural similarity", 2003) over
// L*, a* and b* planes and up to four scales of each. Two definitions of our own where the original has none: a picture
// too small for any scale is scored by the first scale of each channel, and S below 0.001 counts as 0.001, since 1 / S
// - 1 turns negative with S and would call the worst pictures the best; so 999 is the worst score. The result depends
// on the pixels alone. Cannot fail but for memory: about 9 bytes a pixel beside the pictures.
#ifndef MOTE_METRICS_DSSIM2016_H_
#define MOTE_METRICS_DSSIM2016_H_

#include <cstdint>

#include "base/image.h"

namespace mote {

[[nodiscard]] double Dssim2016(PlaneView<const uint8_t> reference, PlaneView<const uint8_t> test);

}  // namespace mote

#endif  // MOTE_METRICS_DSSIM2016_H_
