// The names of a payload's parts, for the tally of writer and reader alike.
#ifndef MOTE_METHODS_NEURAL_LABELS_H_
#define MOTE_METHODS_NEURAL_LABELS_H_

namespace mote::neural {

inline constexpr const char* kPositionsLabel = "raster";
inline constexpr const char* kLevelLabel = "level";
inline constexpr const char* kSymbolsLabel = "latents";

}  // namespace mote::neural

#endif  // MOTE_METHODS_NEURAL_LABELS_H_
