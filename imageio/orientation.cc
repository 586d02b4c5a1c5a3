#include "imageio/orientation.h"

namespace mote::imageio {

Size OrientedSize(Size stored, int orientation) {
  return orientation >= 5 && orientation <= 8 ? Size{stored.height, stored.width} : stored;
}

Placement PlacementOf(Size stored, int orientation) {
  const auto width = static_cast<ptrdiff_t>(stored.width);
  const auto height = static_cast<ptrdiff_t>(stored.height);
  switch (orientation) {
    case 2:  // mirrored left to right
      return {width - 1, -1, width};
    case 3:  // turned by 180 degrees
      return {width * height - 1, -1, -width};
    case 4:  // mirrored top to bottom
      return {(height - 1) * width, 1, -width};
    case 5:  // mirrored along the main diagonal
      return {0, height, 1};
    case 6:  // to be turned by 90 degrees clockwise
      return {height - 1, height, -1};
    case 7:  // mirrored along the other diagonal
      return {width * height - 1, -height, -1};
    case 8:  // to be turned by 90 degrees anticlockwise
      return {(width - 1) * height, -height, 1};
    default:
      return {0, 1, width};
  }
}

}  // namespace mote::imageio
