#include "methods/patches/generator/sample_image.h"

#include <algorithm>
#include <array>

#include "methods/patches/generator/paint.h"

namespace mote::patches {
namespace {

constexpr int32_t kSide = kCanvasSide;

// Fills the places of rows y0..y1 and columns x0..x1 (cut to the canvas) that `inside` accepts.
template <typename Inside>
void Fill(PlaneView<uint8_t> canvas, const Paint& paint, int32_t x0, int32_t y0, int32_t x1, int32_t y1,
          const Inside& inside) {
  for (int32_t y = std::max(y0, 0); y <= std::min(y1, kSide - 1); ++y) {
    uint8_t* row = canvas.row(static_cast<uint32_t>(y));
    for (int32_t x = std::max(x0, 0); x <= std::min(x1, kSide - 1); ++x) {
      if (!inside(x, y)) continue;
      const Rgb colour = ColourAt(paint, x, y);
      row[3 * x] = colour.red;
      row[3 * x + 1] = colour.green;
      row[3 * x + 2] = colour.blue;
    }
  }
}

// Radii by a power law, as objects at random distances have: radius smallest..largest, density falling as its square.
int32_t RandomRadius(int32_t smallest, int32_t largest, Random& random) {
  constexpr int32_t kOne = 4096;
  return smallest * largest * 16 / (smallest * 16 + (largest - smallest) * 16 * random.Below(kOne) / kOne);
}

void DrawEllipse(PlaneView<uint8_t> canvas, const Paint& paint, int32_t radius, Random& random) {
  const int32_t cx = random.Below(kSide), cy = random.Below(kSide);
  // a dx^2 + b dx dy + c dy^2 <= 16 radius^2 with b^2 < 4 a c: an ellipse in any direction, no further than 4 radii.
  const int64_t a = random.Between(4, 24), c = random.Between(4, 24), b = random.Between(-7, 7);
  const int64_t bound = 16 * int64_t{radius} * radius;
  const int32_t reach = 4 * radius;
  Fill(canvas, paint, cx - reach, cy - reach, cx + reach, cy + reach, [&](int32_t x, int32_t y) {
    const int64_t dx = x - cx, dy = y - cy;
    return a * dx * dx + b * dx * dy + c * dy * dy <= bound;
  });
}

struct Point {
  int32_t x, y;
};

// Twice the signed area of a, b, c.
int64_t Turn(Point a, Point b, Point c) { return int64_t{b.x - a.x} * (c.y - a.y) - int64_t{b.y - a.y} * (c.x - a.x); }

bool InTriangle(const std::array<Point, 3>& corners, Point p) {
  const int64_t t0 = Turn(corners[0], corners[1], p), t1 = Turn(corners[1], corners[2], p),
                t2 = Turn(corners[2], corners[0], p);
  return (t0 >= 0 && t1 >= 0 && t2 >= 0) || (t0 <= 0 && t1 <= 0 && t2 <= 0);
}

// A polygon of two triangles that share a side.
void DrawPolygon(PlaneView<uint8_t> canvas, const Paint& paint, int32_t radius, Random& random) {
  const Point centre{random.Below(kSide), random.Below(kSide)};
  const auto corner = [&] {
    return Point{centre.x + random.Between(-radius, radius), centre.y + random.Between(-radius, radius)};
  };
  const std::array<Point, 4> corners{corner(), corner(), corner(), corner()};
  const std::array<Point, 3> first{corners[0], corners[1], corners[2]}, second{corners[1], corners[2], corners[3]};
  Fill(canvas, paint, centre.x - radius, centre.y - radius, centre.x + radius, centre.y + radius,
       [&](int32_t x, int32_t y) {
         return InTriangle(first, {x, y}) || InTriangle(second, {x, y});
       });
}

void DrawRectangle(PlaneView<uint8_t> canvas, const Paint& paint, int32_t radius, Random& random) {
  const int32_t cx = random.Below(kSide), cy = random.Below(kSide);
  const int32_t half_width = random.Between(1, radius), half_height = random.Between(1, radius);
  Fill(canvas, paint, cx - half_width, cy - half_height, cx + half_width, cy + half_height,
       [](int32_t, int32_t) { return true; });
}

// A straight stroke: the places whose distance from a line segment is at most half the thickness.
void DrawStroke(PlaneView<uint8_t> canvas, const Paint& paint, Point from, Point to, int32_t thickness) {
  const int64_t dx = to.x - from.x, dy = to.y - from.y;
  const int64_t length_squared = std::max<int64_t>(1, dx * dx + dy * dy);
  Fill(canvas, paint, std::min(from.x, to.x) - thickness, std::min(from.y, to.y) - thickness,
       std::max(from.x, to.x) + thickness, std::max(from.y, to.y) + thickness, [&](int32_t x, int32_t y) {
         const int64_t px = x - from.x, py = y - from.y;
         const int64_t along = px * dx + py * dy;
         if (along < 0 || along > length_squared) return false;
         const int64_t across = px * dy - py * dx;
         return 4 * across * across <= int64_t{thickness} * thickness * length_squared;
       });
}

void DrawLine(PlaneView<uint8_t> canvas, const Paint& paint, int32_t radius, Random& random) {
  const Point from{random.Below(kSide), random.Below(kSide)};
  const Point to{from.x + random.Between(-2 * radius, 2 * radius), from.y + random.Between(-2 * radius, 2 * radius)};
  DrawStroke(canvas, paint, from, to, RandomRadius(2, 16, random));
}

// Rows of cells of two or three short strokes each, with gaps between words, as text has.
void DrawText(PlaneView<uint8_t> canvas, const Paint& paint, Random& random) {
  const int32_t cell = random.Between(10, 28), thickness = random.Between(2, 4);
  const int32_t x0 = random.Below(kSide), y0 = random.Below(kSide);
  const int32_t columns = random.Between(6, 24), rows = random.Between(1, 5);
  for (int32_t row = 0; row < rows; ++row) {
    for (int32_t column = 0; column < columns; ++column) {
      if (random.OneIn(5)) continue;
      const int32_t x = x0 + column * cell, y = y0 + row * (cell * 2);
      for (int32_t strokes = random.Between(2, 3); strokes > 0; --strokes) {
        const Point from{x + random.Below(cell * 3 / 4), y + random.Below(cell * 5 / 4)};
        const Point to = random.OneIn(2) ? Point{from.x, y + random.Below(cell * 5 / 4)}
                                         : Point{x + random.Below(cell * 3 / 4), y + random.Below(cell * 5 / 4)};
        DrawStroke(canvas, paint, from, to, thickness);
      }
    }
  }
}

// Each 2x2 of the canvas becomes one pixel: edges between the two colours of a shape's border get values between them.
Image Halve(PlaneView<const uint8_t> source) {
  const Size size{source.size.width / 2, source.size.height / 2};
  Image result(size, source.channels);
  for (uint32_t y = 0; y < size.height; ++y) {
    const uint8_t* upper = source.row(2 * y);
    const uint8_t* lower = source.row(2 * y + 1);
    uint8_t* out = result.view().row(y);
    for (uint32_t x = 0; x < size.width; ++x) {
      for (uint32_t c = 0; c < source.channels; ++c) {
        const uint32_t i = 2 * x * source.channels + c, j = i + source.channels;
        out[x * source.channels + c] = static_cast<uint8_t>((upper[i] + upper[j] + lower[i] + lower[j] + 2) >> 2);
      }
    }
  }
  return result;
}

// Weights 1 2 1 along rows and columns, edge pixels repeated: a picture out of focus.
void Soften(Image& image) {
  const Size size = image.size();
  const uint32_t channels = image.channels();
  const Image before = image;
  for (uint32_t y = 0; y < size.height; ++y) {
    const uint8_t* rows[3] = {before.view().row(y == 0 ? 0 : y - 1), before.view().row(y),
                              before.view().row(std::min(y + 1, size.height - 1))};
    uint8_t* out = image.view().row(y);
    for (uint32_t x = 0; x < size.width; ++x) {
      const uint32_t left = (x == 0 ? 0 : x - 1) * channels, here = x * channels,
                     right = std::min(x + 1, size.width - 1) * channels;
      for (uint32_t c = 0; c < channels; ++c) {
        uint32_t sum = 8;
        for (uint32_t r = 0; r < 3; ++r) {
          sum += (r == 1 ? 2u : 1u) * (rows[r][left + c] + 2u * rows[r][here + c] + rows[r][right + c]);
        }
        out[here + c] = static_cast<uint8_t>(sum >> 4);
      }
    }
  }
}

}  // namespace

Image DrawSampleImage(Random& random) {
  Image canvas({kCanvasSide, kCanvasSide}, 3);
  const Palette palette = RandomPalette(random);
  Fill(canvas.view(), RandomPaint(palette, random), 0, 0, kSide - 1, kSide - 1, [](int32_t, int32_t) { return true; });
  const int32_t shapes = random.Between(20, 200);
  const int32_t smallest = random.Between(3, 16);
  for (int32_t shape = 0; shape < shapes; ++shape) {
    const Paint paint = RandomPaint(palette, random);
    const int32_t radius = RandomRadius(smallest, 120, random);
    const int32_t choice = random.Below(16);
    if (choice < 6) {
      DrawEllipse(canvas.view(), paint, radius, random);
    } else if (choice < 10) {
      DrawPolygon(canvas.view(), paint, radius, random);
    } else if (choice < 12) {
      DrawRectangle(canvas.view(), paint, radius, random);
    } else if (choice < 15) {
      DrawLine(canvas.view(), paint, radius, random);
    } else {
      DrawText(canvas.view(), paint, random);
    }
  }
  Image image = Halve(canvas.view());
  for (int32_t passes = random.Below(3); passes > 0; --passes) Soften(image);
  return image;
}

}  // namespace mote::patches
