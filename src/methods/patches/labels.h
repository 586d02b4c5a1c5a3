// The names of a payload's parts, for the tally of writer and reader alike.
#ifndef MOTE_METHODS_PATCHES_LABELS_H_
#define MOTE_METHODS_PATCHES_LABELS_H_

namespace mote::patches {

inline constexpr const char* kMultiplierLabel = "multiplier";
inline constexpr const char* kStartLabel = "start colour";
inline constexpr const char* kLumaLabel = "luminance";
inline constexpr const char* kChromaLabel = "chrominance";

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_LABELS_H_
