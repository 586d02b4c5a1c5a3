#include "methods/neural/refinement/symbol_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "methods/neural/context.h"
#include "methods/neural/decoder.h"
#include "methods/neural/encoder_landing.h"
#include "methods/neural/refinement/latent_refiner.h"
#include "methods/neural/refinement/latent_units.h"
#include "methods/neural/refinement/relaxation.h"

namespace mote::neural::refinement {
namespace {

constexpr auto kUnitSteps = static_cast<float>(kUnit);
// What a symbol's move by one costs beside what the slope says, in bits at the price. Uniform rounding noise of
// variance 1/12 step squared under a curvature h costs h/24 a symbol, and a bit more quarters it, so the price is ln 2
// h/12 a bit at the margin and half of h 8.66 times as much. Moves for fewer bits are many at a time, each in the
// others' way.
constexpr double kBendingBits = 8.66, kBendingBitsOfMany = 40;
// Of the price, where no more moves are worth it and bytes are free.
constexpr double kDearerMoves = 0.25;
constexpr int kShrinkings = 4;
constexpr int kGrowings = 16;
// Of what is free, to be filled at a time.
constexpr double kLargestPart = 0.5;
// The price is at least this part of distortion over bits: where the descent ended below its bits, it says nothing.
constexpr double kLeastElasticity = 0.5;

}  // namespace

CodedLatents SymbolFit::Code(const FloatTensor& targets, uint8_t level, double price) const {
  return WriteLatents(network_, ToAnalysed(network_, targets, level), level, price, pace_);
}

double SymbolFit::PlainBits(const CodedLatents& coded) {
  return 8.0 * static_cast<double>(coded.symbols.size()) * std::exp(kBytesByPrice * coded.price);
}

CodedLatents SymbolFit::Land(const FloatTensor& targets, uint8_t level, CodedLatents coded) const {
  return neural::Land(std::move(coded), max_bytes_, [&](double price) { return Code(targets, level, price); });
}

std::vector<SymbolFit::Move> SymbolFit::Moves(const FloatTensor& decoded, uint8_t level, double price,
                                              Purpose purpose) const {
  FloatSynthesis::Trace trace;
  Planes gradient;
  objective_.Evaluate(ToRgbPlanes(synthesis_.Forward(decoded, level, trace)), gradient);
  const FloatTensor slopes = synthesis_.Back(ToRgbPlanesBack(gradient), trace);
  std::vector<Move> moves;
  uint32_t start = 0;
  for (const FloatContext::GroupTrace& group : context_.Forward(decoded, level)) {
    const uint32_t count = group.parameters.channels() / 2;
    for (uint32_t y = 0; y < decoded.size().height; ++y) {
      for (uint32_t x = 0; x < decoded.size().width; ++x) {
        for (uint32_t i = 0; i < count; ++i) {
          const float mean = group.parameters.at(x, y)[i], raw_scale = group.parameters.at(x, y)[count + i];
          const float latent = decoded.at(x, y)[start + i];
          const float symbol = std::round((latent - mean) / kUnitSteps);
          const float slope = kUnitSteps * slopes.at(x, y)[start + i];  // of the distortion, by a step
          const bool shrinks = purpose == Purpose::kFewerBits;
          const float way = shrinks ? (symbol > 0 ? -1.0f : 1.0f) : (slope > 0 ? -1.0f : 1.0f);
          if (shrinks && symbol == 0) continue;
          const double more_distortion = slope * way + (shrinks ? kBendingBitsOfMany : kBendingBits) * price;
          const double more_bits =
              double{BitsOf(symbol + way, raw_scale).bits} - double{BitsOf(symbol, raw_scale).bits};
          if (shrinks ? more_bits >= 0 : more_distortion >= 0) continue;
          const double rank = shrinks         ? more_distortion / -more_bits
                              : more_bits > 0 ? more_distortion / more_bits
                                              : more_distortion * 1e6;
          moves.push_back({rank, more_bits, x, y, start + i, latent + way * kUnitSteps});
        }
      }
    }
    start += count;
  }
  // Ties in the order of the latents, so that the result is one.
  std::stable_sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) { return a.rank < b.rank; });
  return moves;
}

CodedLatents SymbolFit::Moved(const FloatTensor& decoded, const std::vector<Move>& moves, size_t count,
                              uint8_t level) const {
  FloatTensor moved = decoded;
  for (size_t i = 0; i < count; ++i) moved.at(moves[i].x, moves[i].y)[moves[i].channel] = moves[i].target;
  return Code(moved, level);
}

std::optional<CodedLatents> SymbolFit::Shrink(CodedLatents coded, uint8_t level, double price) const {
  for (int i = 0; i < kShrinkings && coded.symbols.size() > max_bytes_; ++i) {
    const FloatTensor decoded = ToFloat(network_, coded.latents);
    const std::vector<Move> moves = Moves(decoded, level, price, Purpose::kFewerBits);
    if (moves.empty()) break;
    // `too_few` moves leave it too large, `enough` do not; doubled until there are enough, then halved in between.
    size_t too_few = 0, enough = moves.size() + 1;
    size_t count = std::max<size_t>(1, moves.size() / 64);
    while (true) {
      CodedLatents tried = Moved(decoded, moves, count, level);
      const bool fits = tried.symbols.size() <= max_bytes_;
      const bool filled = fits && tried.symbols.size() + FreeBytes(max_bytes_) >= max_bytes_;
      (fits ? enough : too_few) = count;
      if (fits || count == moves.size()) coded = std::move(tried);
      if (filled || too_few == moves.size() || too_few + 1 >= enough) break;
      count = enough > moves.size() ? std::min(moves.size(), 2 * too_few) : (too_few + enough) / 2;
    }
  }
  if (coded.symbols.size() > max_bytes_) return std::nullopt;
  return coded;
}

CodedLatents SymbolFit::Grow(CodedLatents coded, uint8_t level, double price) const {
  double distortion = Distortion(coded.latents, level);
  price = std::max(price, kLeastElasticity * distortion / (8.0 * static_cast<double>(max_bytes_)));
  FloatTensor targets = ToFloat(network_, coded.latents);
  std::vector<Move> moves;
  size_t next = 0;
  bool grew = true;  // since the moves were found
  double part = kLargestPart;
  for (int i = 0; i < kGrowings && coded.symbols.size() + FreeBytes(max_bytes_) < max_bytes_; ++i) {
    if (next == moves.size()) {
      if (!grew) price *= kDearerMoves;
      moves = Moves(targets, level, price, Purpose::kLessDistortion);
      next = 0;
      grew = false;
    }
    const double free_bits = 8.0 * static_cast<double>(max_bytes_ - coded.symbols.size());
    FloatTensor moved = targets;
    size_t end = next;
    for (double bits = 0; bits < free_bits * part && end < moves.size(); ++end) {
      moved.at(moves[end].x, moves[end].y)[moves[end].channel] = moves[end].target;
      bits += std::max(moves[end].more_bits, 1.0);
    }
    CodedLatents tried = Code(moved, level);
    const bool fits = tried.symbols.size() <= max_bytes_;
    const double tried_distortion = fits ? Distortion(tried.latents, level) : distortion;
    if (tried_distortion < distortion) {
      distortion = tried_distortion;
      coded = std::move(tried);
      targets = std::move(moved);
      grew = true;
    }
    if (fits || end == next + 1) {
      next = end;
      part = kLargestPart;
    } else {
      part /= 4;
    }
  }
  return coded;
}

double SymbolFit::Distortion(const Tensor& latents, uint8_t level) const {
  FloatSynthesis::Trace trace;
  return objective_.Measure(ToRgbPlanes(synthesis_.Forward(ToFloat(network_, latents), level, trace))).total;
}

Tensor SymbolFit::Cut(const CodedLatents& coded, uint8_t level, size_t bytes) const {
  const auto end = coded.symbols.begin() + static_cast<ptrdiff_t>(bytes);
  const std::vector<uint8_t> symbols(coded.symbols.begin(), end);
  return ReadLatents(network_, {coded.latents.size(), level, symbols}).values;
}

std::optional<CodedLatents> SymbolFit::Beginning(const CodedLatents& coded, uint8_t level) const {
  for (size_t bytes = max_bytes_; bytes > 0;) {
    // What was not read is as expected: symbols of 0, which take some bytes yet.
    CodedLatents whole = Code(ToFloat(network_, Cut(coded, level, bytes)), level);
    if (whole.symbols.size() <= max_bytes_) return whole;
    bytes -= std::min(bytes, whole.symbols.size() - max_bytes_);
  }
  return std::nullopt;
}

std::optional<CodedLatents> SymbolFit::Fit(const FloatTensor& targets, uint8_t level, double price) const {
  CodedLatents coded = Code(targets, level);
  if (coded.symbols.size() <= max_bytes_) return Grow(std::move(coded), level, price);
  std::optional<CodedLatents> best;
  double least = std::numeric_limits<double>::infinity();
  for (std::optional<CodedLatents> tried : {Shrink(coded, level, price), Beginning(coded, level)}) {
    if (!tried) continue;
    tried = Grow(*std::move(tried), level, price);
    const double distortion = Distortion(tried->latents, level);
    if (distortion >= least) continue;
    least = distortion;
    best = std::move(tried);
  }
  return best;
}

}  // namespace mote::neural::refinement
