#include "methods/neural/encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "methods/neural/encoder_search.h"
#include "methods/neural/labels.h"
#include "resample/means.h"

namespace mote::neural {
namespace {

// Judged and coded from a copy of no more pixels than this.
constexpr uint64_t kWorkingPixels = 1 << 20;

// How far apart rasters are tried, and how many at most.
struct EffortLevel {
  double ratio;  // of positions along the longer side
  int attempts;
};
constexpr std::array<EffortLevel, 9> kEffortLevels{
    {{1.3, 1}, {1.3, 2}, {1.25, 3}, {1.2, 5}, {1.15, 7}, {1.12, 9}, {1.1, 12}, {1.07, 16}, {1.05, 24}}};

// Climbs from the typical raster in steps of the effort's ratio while the picture gets better, up first, then down.
class Climb {
 public:
  Climb(const RasterSearch& search, const EffortLevel& effort, const Progress& progress)
      : search_(search), effort_(effort), progress_(progress), most_(search.MostLongPositions()) {}

  Result<Attempt> Run() {
    best_ = search_.Try(search_.TypicalLongPositions());
    left_ = effort_.attempts - 1;
    const uint32_t start = best_.long_positions;
    for (const bool up : {false, true}) {
      // Once a way has led somewhere better, the other way does not.
      if (best_.long_positions != start) break;
      MOTE_RETURN_IF_ERROR(Go(up));
    }
    return std::move(best_);
  }

 private:
  Status Go(bool up) {
    while (left_ > 0) {
      const double next = up ? best_.long_positions * effort_.ratio : best_.long_positions / effort_.ratio;
      const auto step = static_cast<int64_t>(std::lround(next)) - best_.long_positions;
      const int64_t positions = best_.long_positions + (up ? std::max<int64_t>(step, 1) : std::min<int64_t>(step, -1));
      if (positions < 1 || positions > most_) break;
      MOTE_RETURN_IF_ERROR(Report(progress_, 1.0 - static_cast<double>(left_) / effort_.attempts));
      Attempt attempt = search_.Try(static_cast<uint32_t>(positions));
      --left_;
      if (attempt.distortion >= best_.distortion) break;
      best_ = std::move(attempt);
    }
    return {};
  }

  const RasterSearch& search_;
  const EffortLevel& effort_;
  const Progress& progress_;
  uint32_t most_;
  Attempt best_;
  int left_ = 0;
};

}  // namespace

Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, int effort, const Progress& progress,
              ByteWriter& writer) {
  if (max_bytes < kLeastPayloadBytes) {
    return Fail(ErrorCode::kBudgetTooSmall, "method neural needs ", kLeastPayloadBytes, " bytes of payload, but only ",
                max_bytes, " are left");
  }
  const EffortLevel& level = kEffortLevels[static_cast<size_t>(std::clamp(effort, 1, 9)) - 1];
  const Image reduced = ReduceByMeans(rgb, kWorkingPixels);
  const PlaneView<const uint8_t> working = reduced.samples().empty() ? rgb : reduced.view();
  const RasterSearch search(working, rgb.size, max_bytes - kLeastPayloadBytes);
  MOTE_ASSIGN_OR_RETURN(const Attempt attempt, Climb(search, level, progress).Run());
  writer.Byte(static_cast<uint8_t>(attempt.long_positions - 1), kPositionsLabel);
  writer.Byte(attempt.level, kLevelLabel);
  writer.Bytes(attempt.symbols, kSymbolsLabel);
  return Report(progress, 1.0);
}

}  // namespace mote::neural
