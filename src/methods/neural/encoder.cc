#include "methods/neural/encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <thread>
#include <utility>

#include "base/crew.h"
#include "methods/neural/encoder_refinement.h"
#include "methods/neural/encoder_search.h"
#include "methods/neural/labels.h"
#include "resample/means.h"

namespace mote::neural {
namespace {

// Judged and coded from a copy of no more pixels than this; where gradients are taken, which fill some 280 bytes a
// pixel, than that: beside an original of 100 megapixels they stay within 600 MB.
constexpr uint64_t kWorkingPixels = 1 << 20;
constexpr uint64_t kRefinementPixels = 7 << 17;

// Rasters are tried in steps of this ratio of positions along the longer side, and then of its square roots.
constexpr double kCoarseRatio = 1.25;

struct EffortLevel {
  int coarse_attempts;  // at most so many rasters in coarse steps
  int refinements;      // times that the steps are narrowed around the best
  int descent_steps;    // of the latents' refinement
};
constexpr std::array<EffortLevel, 9> kEffortLevels{
    {{1, 0, 0}, {2, 0, 0}, {4, 0, 0}, {6, 1, 0}, {6, 0, 16}, {8, 1, 32}, {8, 1, 100}, {8, 1, 200}, {8, 2, 500}}};
// What a descent may take if its steps are dearer than usual, in usual steps for each of its own.
constexpr double kMostDescentCost = 1.25;
constexpr int kLeastDescentSteps = 4;

refinement::ObjectiveWeights WeightsFor(Tune tune) {
  // The balance of design: half the published score, half a structure measure that spends less on colour, a little of
  // plain error, which alone sees flat colour (training/presets.toml has the same).
  if (tune == Tune::kVisual) return {0.5, 0.5, 4.0};
  return {1.0, 0.0, 0.0};
}

// Looks for the raster at which the picture looks best, starting from the typical one.
class Climb {
 public:
  // `share`: the part of all work that this is, for the progress.
  Climb(const RasterSearch& search, const EffortLevel& effort, double share, StopSource& stop)
      : search_(search), effort_(effort), share_(share), stop_(stop), most_(search.MostLongPositions()) {}

  Result<Attempt> Run() {
    MOTE_RETURN_IF_ERROR(TryRaster(search_.TypicalLongPositions()));
    MOTE_RETURN_IF_ERROR(GoCoarsely());
    double ratio = kCoarseRatio;
    for (int i = 0; i < effort_.refinements; ++i) {
      ratio = std::sqrt(ratio);
      const uint32_t centre = best_;
      MOTE_RETURN_IF_ERROR(TryRaster(Beside(centre, 1 / ratio)));
      MOTE_RETURN_IF_ERROR(TryRaster(Beside(centre, ratio)));
    }
    return std::move(attempts_.at(best_));
  }

 private:
  // Down or up as long as it gets better; once a way has led somewhere better, the other way does not.
  Status GoCoarsely() {
    const uint32_t start = best_;
    for (const double ratio : {1 / kCoarseRatio, kCoarseRatio}) {
      if (best_ != start) break;
      for (uint32_t last = 0; last != best_ && static_cast<int>(attempts_.size()) < effort_.coarse_attempts;) {
        last = best_;
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
    if (attempts_.contains(positions) || MayFinish()) return {};
    // Attempts grow dearer towards the end, and how many there will be is not known.
    MOTE_RETURN_IF_ERROR(stop_.Poll(share_ * (1.0 - 8.0 / (8.0 + static_cast<double>(attempts_.size())))));
    if (MayFinish()) return {};
    const auto best = attempts_.find(best_);
    Attempt attempt = best == attempts_.end() ? search_.Try(positions) : search_.Try(positions, best->second);
    if (best == attempts_.end() || search_.Prospect(attempt) < search_.Prospect(best->second)) best_ = positions;
    attempts_.emplace(positions, std::move(attempt));
    return {};
  }

  // There is something to show, and no more is wanted.
  [[nodiscard]] bool MayFinish() const { return !attempts_.empty() && stop_.ShouldFinish(); }

  const RasterSearch& search_;
  const EffortLevel& effort_;
  double share_;
  StopSource& stop_;
  uint32_t most_;
  std::map<uint32_t, Attempt> attempts_;  // by positions along the longer side
  uint32_t best_ = 0;                     // of them; 0: none yet
};

}  // namespace

Status Encode(PlaneView<const uint8_t> rgb, size_t max_bytes, const EncodeSettings& settings, StopSource& stop,
              ByteWriter& writer) {
  if (max_bytes < kLeastPayloadBytes) {
    return Fail(ErrorCode::kBudgetTooSmall, "method neural needs ", kLeastPayloadBytes, " bytes of payload, but only ",
                max_bytes, " are left");
  }
  Crew crew(settings.threads == 0 ? std::max(1u, std::thread::hardware_concurrency()) : settings.threads);
  const CrewScope scope(crew);
  const EffortLevel& level = kEffortLevels[static_cast<size_t>(std::clamp(settings.effort, 1, 9)) - 1];
  const bool refines = level.descent_steps > 0 && max_bytes > kLeastPayloadBytes;
  const Image reduced = ReduceByMeans(rgb, refines ? kRefinementPixels : kWorkingPixels);
  const PlaneView<const uint8_t> working = reduced.samples().empty() ? rgb : reduced.view();
  const refinement::Objective objective(working, WeightsFor(settings.tune));
  const size_t max_symbols = max_bytes - kLeastPayloadBytes;
  const Commission commission{TheNetwork(), working, rgb.size, max_symbols, objective};
  const RasterSearch search(commission);
  constexpr double kSearchShare = 0.1;
  MOTE_ASSIGN_OR_RETURN(Attempt best, Climb(search, level, refines ? kSearchShare : 1.0, stop).Run());
  bool is_refined = false;
  if (refines && !stop.ShouldFinish()) {
    const Refinement refinement(commission);
    const double affordable = kMostDescentCost * level.descent_steps / refinement.StepCost(best);
    const int steps = std::clamp(static_cast<int>(affordable), kLeastDescentSteps, level.descent_steps);
    Status status;
    Attempt refined = refinement.Refine(best, steps, [&](double done) {
      status = stop.Poll(kSearchShare + (1 - kSearchShare) * done);
      return status.ok() && !stop.ShouldFinish();
    });
    MOTE_RETURN_IF_ERROR(status);
    is_refined = refined.distortion < best.distortion;
    if (is_refined) best = std::move(refined);
  }
  if (!is_refined && !stop.ShouldFinish()) best = search.Finish(best);
  writer.Byte(static_cast<uint8_t>(best.long_positions - 1), kPositionsLabel);
  writer.Byte(best.level, kLevelLabel);
  writer.Bytes(best.symbols, kSymbolsLabel);
  return stop.Poll(1.0);
}

}  // namespace mote::neural
