#include "methods/neural/encoder_refinement.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/recycled.h"
#include "methods/neural/decoder.h"
#include "methods/neural/geometry.h"
#include "methods/neural/refinement/latent_refiner.h"
#include "methods/neural/refinement/latent_units.h"
#include "methods/neural/refinement/rates.h"
#include "methods/neural/refinement/symbol_fit.h"

namespace mote::neural {
namespace {

using refinement::FloatTensor;

// The descent starts at the finest level whose latents, plainly rounded, take so much more than the budget: about what
// it saves at the level's own price, in kManySteps or more (docs/ablations.md).
constexpr double kStartExcess = 0.0566;
constexpr double kManySteps = 16;
// Levels that are guessed, to find it.
constexpr int kGuesses = 3;
// Of the budget, by how much more a descent of kManySteps or fewer aims at, for the rounding brings it down; the more
// steps it has, the nearer it ends to what it aims at.
constexpr double kAimExcess = 0.015;

double StartFor(int steps) { return 1 + kStartExcess * std::sqrt(std::min(1.0, steps / kManySteps)); }
double AimFor(int steps) { return 1 + kAimExcess * std::sqrt(std::min(1.0, kManySteps / steps)); }

// Bits that the latents take at a level, plainly rounded, by their densities.
struct Rated {
  uint8_t level;
  double bits;
};

// About the finest level at which they take no more than `most_bits`, from one that is known.
uint8_t LevelFor(const Network& network, const refinement::FloatContext& context, const Tensor& analysed,
                 double most_bits, Rated known) {
  double slope = refinement::kBitsByLevel;
  for (int i = 0; i < kGuesses; ++i) {
    const double more = std::floor(std::log(most_bits / known.bits) / slope);
    const auto level = static_cast<uint8_t>(std::clamp(known.level + more, 0.0, 255.0));
    if (level == known.level) break;
    const double bits =
        std::max(1.0, refinement::RoundedBits(context, refinement::ToTargets(network, analysed, level), level));
    slope = std::clamp(std::log(bits / known.bits) / (level - known.level), refinement::kBitsByLevel / 4,
                       refinement::kBitsByLevel * 4);
    known = {level, bits};
  }
  return known.level;
}

}  // namespace

Refinement::Refinement(const Commission& commission)
    : commission_(commission), synthesis_(commission.network), context_(commission.network) {}

double Refinement::StepCost(const Attempt& attempt) const {
  constexpr double kPixels = 768 * 512, kPositions = 400;
  const auto positions = static_cast<double>(PositionsFor(commission_.original, attempt.long_positions).pixels());
  return 0.25 * static_cast<double>(commission_.working.size.pixels()) / kPixels + 0.75 * positions / kPositions;
}

Attempt Refinement::Refine(const Attempt& attempt, int steps, const std::function<bool(double)>& go_on) const {
  const RecyclingScope recycling;
  const std::shared_ptr<const Tensor> kept = commission_.Analysed(attempt);
  const Tensor& analysed = *kept;
  const double budget_bits = 8 * static_cast<double>(commission_.max_bytes);
  const refinement::SymbolFit fit(commission_.network, synthesis_, context_, *commission_.objective,
                                  commission_.max_bytes, attempt.pace);
  // Streams take fewer bits than the densities alone say: the coder learns from the picture.
  const FloatTensor first = refinement::ToTargets(commission_.network, analysed, attempt.level);
  const Rated rated{attempt.level, std::max(1.0, refinement::RoundedBits(context_, first, attempt.level))};
  const double learnt = 8.0 * static_cast<double>(fit.Code(first, attempt.level).symbols.size()) / rated.bits;
  const uint8_t level =
      LevelFor(commission_.network, context_, analysed, StartFor(steps) * budget_bits / learnt, rated);
  Attempt best = attempt;
  const auto offer = [&](const CodedLatents& coded, uint8_t coded_level) {
    if (coded.symbols.size() > commission_.max_bytes) return;
    Attempt other = Judged(commission_.network, *commission_.objective,
                           {attempt.long_positions, coded_level, coded.symbols, 0, attempt.pace, kept}, coded.latents);
    if (other.distortion < best.distortion) best = std::move(other);
  };
  double price = 0;  // at which the last stream landed
  const auto write = [&](const FloatTensor& targets, uint8_t coded_level, bool is_late) {
    CodedLatents coded = fit.Code(targets, coded_level, price);
    const double bits = refinement::SymbolFit::PlainBits(coded);
    if (is_late) {
      coded = fit.Land(targets, coded_level, std::move(coded));
      price = coded.price;
    }
    offer(coded, coded_level);
    return bits;
  };
  const refinement::RefinementSettings settings{steps, AimFor(steps) * budget_bits, write};
  const auto report = [&](const refinement::RefinementState& state) { return go_on((state.step + 1.0) / steps); };
  const refinement::RefinedLatents refined =
      refinement::LatentRefiner(synthesis_, context_, *commission_.objective)
          .Refine(refinement::ToTargets(commission_.network, analysed, level), level, settings, report);
  write(refined.targets, refined.level, true);
  // The best stream may have bytes left; if none fitted, the last one is made to.
  const bool is_better = best.symbols != attempt.symbols;
  const FloatTensor targets =
      is_better
          ? refinement::ToFloat(commission_.network,
                                ReadLatents(commission_.network, {analysed.size(), best.level, best.symbols}).values)
          : refined.targets;
  const uint8_t last_level = is_better ? best.level : refined.level;
  if (const auto coded = fit.Fit(targets, last_level, refined.price)) offer(*coded, last_level);
  return best;
}

}  // namespace mote::neural
