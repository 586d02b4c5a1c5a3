#include "methods/neural/encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "methods/neural/encoder_search.h"
#include "methods/neural/labels.h"
#include "resample/means.h"

namespace mote::neural {
namespace {

// Judged and coded from a copy of no more pixels than this.
constexpr uint64_t kWorkingPixels = 1 << 20;

// Rasters are tried in steps of this ratio of positions along the longer side, and then of its square roots.
constexpr double kCoarseRatio = 1.25;
// The price of a bit that does well for most pictures, and others (docs/ablations.md).
constexpr double kUsualPrice = 0.03;

struct EffortLevel {
  int coarse_attempts;           // at most so many rasters in coarse steps
  int refinements;               // times that the steps are narrowed around the best
  std::array<double, 4> prices;  // also tried at the best raster; 0 is none
};
constexpr std::array<EffortLevel, 9> kEffortLevels{{{1, 0, {}},
                                                    {2, 0, {}},
                                                    {4, 0, {}},
                                                    {6, 1, {}},
                                                    {8, 1, {0.015, 0.05}},
                                                    {8, 2, {0.015, 0.05}},
                                                    {10, 2, {0.01, 0.02, 0.04, 0.055}},
                                                    {10, 3, {0.01, 0.02, 0.04, 0.055}},
                                                    {12, 4, {0.01, 0.02, 0.04, 0.055}}}};

// Looks for the raster at which the picture looks best, starting from the typical one.
class Climb {
 public:
  Climb(const RasterSearch& search, const EffortLevel& effort, StopSource& stop)
      : search_(search), effort_(effort), stop_(stop), most_(search.MostLongPositions()) {}

  Result<Attempt> Run() {
    MOTE_RETURN_IF_ERROR(TryRaster(search_.TypicalLongPositions()));
    MOTE_RETURN_IF_ERROR(GoCoarsely());
    double ratio = kCoarseRatio;
    for (int i = 0; i < effort_.refinements; ++i) {
      ratio = std::sqrt(ratio);
      const uint32_t centre = best_.long_positions;
      MOTE_RETURN_IF_ERROR(TryRaster(Beside(centre, 1 / ratio)));
      MOTE_RETURN_IF_ERROR(TryRaster(Beside(centre, ratio)));
    }
    for (const double price : effort_.prices) {
      if (price > 0) MOTE_RETURN_IF_ERROR(Try(best_.long_positions, price));
    }
    return std::move(best_);
  }

 private:
  // Down or up as long as it gets better; once a way has led somewhere better, the other way does not.
  Status GoCoarsely() {
    const uint32_t start = best_.long_positions;
    for (const double ratio : {1 / kCoarseRatio, kCoarseRatio}) {
      if (best_.long_positions != start) break;
      for (uint32_t last = 0;
           last != best_.long_positions && static_cast<int>(seen_.size()) < effort_.coarse_attempts;) {
        last = best_.long_positions;
        MOTE_RETURN_IF_ERROR(TryRaster(Beside(last, ratio)));
      }
    }
    return {};
  }
  // At least one position away, within the bounds.
  [[nodiscard]] uint32_t Beside(uint32_t positions, double ratio) const {
    const auto scaled = static_cast<int64_t>(std::lround(positions * ratio));
    const int64_t other = ratio > 1 ? std::max<int64_t>(scaled, int64_t{positions} + 1)
                                    : std::min<int64_t>(scaled, int64_t{positions} - 1);
    return static_cast<uint32_t>(std::clamp<int64_t>(other, 1, most_));
  }
  Status TryRaster(uint32_t positions) {
    return seen_.insert(positions).second ? Try(positions, kUsualPrice) : Status();
  }
  Status Try(uint32_t positions, double price) {
    if (MayFinish()) return {};
    // Attempts grow dearer towards the end, and how many there will be is not known.
    MOTE_RETURN_IF_ERROR(stop_.Poll(1.0 - 8.0 / (8.0 + tried_)));
    if (MayFinish()) return {};
    Attempt attempt = search_.Try(positions, price);
    if (tried_++ == 0 || attempt.distortion < best_.distortion) best_ = std::move(attempt);
    return {};
  }

  // There is something to show, and no more is wanted.
  [[nodiscard]] bool MayFinish() const { return tried_ > 0 && stop_.ShouldFinish(); }

  const RasterSearch& search_;
  const EffortLevel& effort_;
  StopSource& stop_;
  uint32_t most_;
  Attempt best_;
  std::set<uint32_t> seen_;
  int tried_ = 0;
};

}  // namespace

Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, const EncodeSettings& settings, StopSource& stop,
              ByteWriter& writer) {
  if (max_bytes < kLeastPayloadBytes) {
    return Fail(ErrorCode::kBudgetTooSmall, "method neural needs ", kLeastPayloadBytes, " bytes of payload, but only ",
                max_bytes, " are left");
  }
  const EffortLevel& level = kEffortLevels[static_cast<size_t>(std::clamp(settings.effort, 1, 9)) - 1];
  const Image reduced = ReduceByMeans(rgb, kWorkingPixels);
  const PlaneView<const uint8_t> working = reduced.samples().empty() ? rgb : reduced.view();
  const RasterSearch search(working, rgb.size, max_bytes - kLeastPayloadBytes);
  MOTE_ASSIGN_OR_RETURN(const Attempt attempt, Climb(search, level, stop).Run());
  writer.Byte(static_cast<uint8_t>(attempt.long_positions - 1), kPositionsLabel);
  writer.Byte(attempt.level, kLevelLabel);
  writer.Bytes(attempt.symbols, kSymbolsLabel);
  return stop.Poll(1.0);
}

}  // namespace mote::neural
