// Runs code once under each instruction set that this machine has and that the kernels were compiled for.
#ifndef MOTE_TESTS_UNIT_METHODS_NEURAL_EACH_TARGET_H_
#define MOTE_TESTS_UNIT_METHODS_NEURAL_EACH_TARGET_H_

#include <cstdint>
#include <vector>

// As in layer.cc, so that the two mean the same set.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#include <hwy/targets.h>

namespace mote::neural {

// Calls run(name of the instruction set); returns how many there are. Afterwards the best one is chosen again.
template <typename Function>
size_t UnderEachTarget(Function run) {
  hwy::SetSupportedTargetsForTest(0);
  const std::vector<int64_t> targets = hwy::SupportedAndGeneratedTargets();
  for (const int64_t target : targets) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    run(hwy::TargetName(target));
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  return targets.size();
}

}  // namespace mote::neural

#endif  // MOTE_TESTS_UNIT_METHODS_NEURAL_EACH_TARGET_H_
