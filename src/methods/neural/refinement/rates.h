// What bits, level and distortion have to do with each other, on the mean over pictures. Encoder only. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_RATES_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_RATES_H_

namespace mote::neural::refinement {

// What bits are worth: so many per cent of the distortion for one per cent of the bits (docs/ablations.md).
inline constexpr double kElasticity = 0.7;

// How much one level more adds to the logarithm of the bits, near the levels that pictures end at; less above these.
inline constexpr double kBitsByLevel = 0.0125;

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_RATES_H_
