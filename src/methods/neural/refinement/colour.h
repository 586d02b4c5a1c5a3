// Colour of the objective, a row at a time: sRGB to CIELAB as metrics/lab_plane.h scales it, and the way back for
// gradients. Floats, sRGB in 0..1. The loops are compiled for each
// instruction set; none gives other results. Powers are within 1e-6 of exact ones. No errors.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_COLOUR_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_COLOUR_H_

#include <array>
#include <cstddef>

namespace mote::neural::refinement {

using ConstRows = std::array<const float*, 3>;
using Rows = std::array<float*, 3>;

// Samples outside 0..1 count as if clamped. Writes lightness, a and b, each about 0..1.
void LabRow(const ConstRows& rgb, size_t width, const Rows& lab);

// The sum of the squared differences of red, green and blue; the test's are clamped to 0..1.
double SquaredErrorOfRow(const ConstRows& test, const ConstRows& reference, size_t width);

// A row of the test picture, and the derivatives of the objective with respect to its parts there.
struct RowSlopes {
  ConstRows lab;
  float lab_factor = 0.0f;     // by which those of `lab` are multiplied
  float by_difference = 0.0f;  // by which the differences from the reference are multiplied
};

// `test` (not clamped) becomes the derivative with respect to itself. Outside 0..1 it is zero unless a step against it
// leads back inside.
void SlopesToRgb(const RowSlopes& slopes, const ConstRows& reference, size_t width, const Rows& test);

// The mean of each two by two samples of two rows: `half_width` of them.
void HalveRows(const float* top, const float* bottom, size_t half_width, float* half);

// The adjoint: a quarter of half[x / 2] at each x; 0 where an odd last column has no partner.
void SpreadRow(const float* half, size_t width, float* row);

}  // namespace mote::neural::refinement

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_COLOUR_H_
