// Runs the stages in order: chooses the method, writes and reads the container, hands pixels to the method's encoder
// and decoder. The only folder that knows which stage follows which.
#ifndef MOTE_CODEC_CODEC_H_
#define MOTE_CODEC_CODEC_H_

#include <cstdint>
#include <span>
#include <vector>

#include "base/image.h"
#include "base/limits.h"
#include "base/progress.h"
#include "base/result.h"
#include "container/header.h"
#include "entropy/part_tally.h"
#include "methods/neural/encoder.h"

namespace mote {

struct EncodeSettings {
  Method method = Method::kNeural;
  size_t max_bytes = 4096;
  int effort = 5;                             // 1..9
  neural::Tune tune = neural::Tune::kVisual;  // method neural alone
  unsigned threads = 0;                       // at most, neural alone; 0: as many as the machine has
  // Of wall-clock time: when it has passed, neural and patches search no further; 0: none.
  double time_limit_seconds = 0;
  Limits limits = {};
  Progress progress = {};  // on kFinish, neural and patches search no further
};

struct EncodedPicture {
  std::vector<uint8_t> bytes;
  Alpha alpha = Alpha::kOpaque;
};

struct DecodedPicture {
  Image pixels;      // 3 channels
  bool cut = false;  // the stream's end was missing (method neural alone can tell)
};

struct DecodeSettings {
  uint32_t max_side = 0;  // pixels; 0: the original dimensions
  Limits limits = {};
  Progress progress = {};
};

struct StreamInfo {
  Header header;  // version 0 for lanczos
  Size raster;    // that was coded, pixels
  std::vector<Part> parts;
};

// `pixels`: sRGB, 3 channels, or 4 with straight alpha.
[[nodiscard]] Result<EncodedPicture> Encode(PlaneView<const uint8_t> pixels, const EncodeSettings& settings);

// The picture at its original dimensions (or at most max_side).
[[nodiscard]] Result<DecodedPicture> Decode(std::span<const uint8_t> stream, const DecodeSettings& settings);

// Parses all of the stream; what it accepts, Decode decodes, limits and memory allowing.
[[nodiscard]] Result<StreamInfo> Inspect(std::span<const uint8_t> stream);

}  // namespace mote

#endif  // MOTE_CODEC_CODEC_H_
