#include "methods/neural/encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
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
  int coarse_attempts;      // at most so many rasters in coarse steps
  int refinements = 0;      // times that the steps are narrowed around the best
  int descent_steps = 0;    // of the latents' refinement, at most
  double descent_cost = 0;  // what descents may take, in usual steps (Refinement::StepCost)
  int race_steps = 0;       // of short descents that compare larger rasters before the long one
};
constexpr std::array<EffortLevel, 9> kEffortLevels{
    {{1}, {2}, {4}, {6, 1}, {6, 0, 24, 30}, {8, 1, 40, 50}, {8, 1, 100, 125}, {8, 1, 200, 250}, {8, 2, 1000, 850, 48}}};
constexpr int kLeastDescentSteps = 4;
// A long descent bears a larger raster than the plain search finds best (docs/ablations.md): such a ratio of positions
// along the longer side is tried as long as it pays, a larger raster gaining as much more by the steps that are left.
constexpr double kRaceRatio = 1.14, kLargerGains = 0.995;
// Of all that descents may take, the most that one of the race may.
constexpr double kRaceShare = 0.12;
// Of an encoder's time, about what the search takes where descents follow.
constexpr double kSearchShare = 0.1;

// What the objective spends on plain error beside DSSIM-2016, which hardly sees flat colour (docs/ablations.md).
double ErrorWeightFor(Tune tune) { return tune == Tune::kVisual ? 0.2 : 0.0; }

// Looks for the raster at which the picture looks best, starting from the typical one.
class Climb {
 public:
  // `share`: the part of all work that this is, for the progress.
  Climb(const RasterSearch& search, const EffortLevel& effort, double share, StopSource& stop)
      : search_(search), effort_(effort), share_(share), stop_(stop) {}

  Result<Attempt> Run() {
    MOTE_RETURN_IF_ERROR(TryRaster(search_.TypicalLongPositions()));
    MOTE_RETURN_IF_ERROR(GoCoarsely());
    double ratio = kCoarseRatio;
    for (int i = 0; i < effort_.refinements; ++i) {
      ratio = std::sqrt(ratio);
      const uint32_t centre = best_;
      MOTE_RETURN_IF_ERROR(TryRaster(search_.Beside(centre, 1 / ratio)));
      MOTE_RETURN_IF_ERROR(TryRaster(search_.Beside(centre, ratio)));
    }
    return std::move(attempts_.at(best_));
  }

 private:
  // Up (which it mostly is) or down as long as it gets better; once a way has led somewhere better, the other way does
  // not.
  Status GoCoarsely() {
    const uint32_t start = best_;
    for (const double ratio : {kCoarseRatio, 1 / kCoarseRatio}) {
      if (best_ != start) break;
      for (uint32_t last = 0; last != best_ && static_cast<int>(attempts_.size()) < effort_.coarse_attempts;) {
        last = best_;
        MOTE_RETURN_IF_ERROR(TryRaster(search_.Beside(last, ratio)));
      }
    }
    return {};
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
  std::map<uint32_t, Attempt> attempts_;  // by positions along the longer side
  uint32_t best_ = 0;                     // of them; 0: none yet
};

// What refines the best of the rasters, or one that turns out to be better refined.
class Descents {
 public:
  Descents(const RasterSearch& search, const Refinement& refinement, const EffortLevel& effort, StopSource& stop)
      : search_(search), refinement_(refinement), effort_(effort), stop_(stop), affordable_(effort.descent_cost) {}

  Result<Attempt> Run(const Attempt& start) {
    Attempt best = start;
    if (effort_.race_steps > 0) {
      MOTE_ASSIGN_OR_RETURN(best, Race(start));
    }
    const int steps = std::clamp(static_cast<int>(affordable_ / refinement_.StepCost(best)), kLeastDescentSteps,
                                 effort_.descent_steps);
    return Descend(best, steps, 1);
  }

 private:
  // Short descents at larger and larger rasters, as long as they get better. The best.
  Result<Attempt> Race(Attempt best) {
    for (Attempt next = best; IsCheap(next);) {
      MOTE_ASSIGN_OR_RETURN(Attempt refined, Descend(next, effort_.race_steps, done_ + (1 - done_) * kRaceShare));
      affordable_ -= effort_.race_steps * refinement_.StepCost(next);
      const bool is_first = next.long_positions == best.long_positions;
      if (!is_first && refined.distortion * kLargerGains >= best.distortion) break;
      best = std::move(refined);
      const uint32_t larger = search_.Beside(best.long_positions, kRaceRatio);
      if (larger == best.long_positions || stop_.ShouldFinish()) break;
      next = search_.Try(larger, best);
    }
    return best;
  }
  [[nodiscard]] bool IsCheap(const Attempt& attempt) const {
    return effort_.race_steps * refinement_.StepCost(attempt) <= kRaceShare * effort_.descent_cost;
  }
  // `done`: the part of all descents' work that is done after it.
  Result<Attempt> Descend(const Attempt& start, int steps, double done) {
    Status status;
    Attempt refined = refinement_.Refine(start, steps, [&](double part) {
      status = stop_.Poll(kSearchShare + (1 - kSearchShare) * std::lerp(done_, done, part));
      return status.ok() && !stop_.ShouldFinish();
    });
    MOTE_RETURN_IF_ERROR(status);
    done_ = done;
    return refined;
  }

  const RasterSearch& search_;
  const Refinement& refinement_;
  const EffortLevel& effort_;
  StopSource& stop_;
  double affordable_;  // usual steps that are left
  double done_ = 0;
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
  std::optional<refinement::Objective> objective;  // where there is something to compare
  if (refines || level.coarse_attempts > 1) objective.emplace(working, ErrorWeightFor(settings.tune));
  const size_t max_symbols = max_bytes - kLeastPayloadBytes;
  const Commission commission{TheNetwork(), working, rgb.size, max_symbols, objective ? &*objective : nullptr};
  const RasterSearch search(commission);
  MOTE_ASSIGN_OR_RETURN(Attempt best, Climb(search, level, refines ? kSearchShare : 1.0, stop).Run());
  bool is_refined = false;
  if (refines && !stop.ShouldFinish()) {
    const Refinement refinement(commission);
    MOTE_ASSIGN_OR_RETURN(Attempt refined, Descents(search, refinement, level, stop).Run(best));
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
