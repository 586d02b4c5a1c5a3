#include "methods/neural/refinement/symbol_fit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/methods/neural/refinement/refinement_case.h"
#include "tests/unit/methods/neural/refinement/tensor_numbers.h"

namespace mote::neural::refinement {
namespace {

constexpr uint8_t kLevel = 170;
constexpr Size kPositions{5, 4};

// What the least byte is worth at plain rounding's level, about: distortion over bits.
double UsualPrice(const RefinementCase& refinement_case) {
  const CodedLatents plain = refinement_case.Plain(kLevel);
  return refinement_case.Distortion(plain.latents, kLevel) / (8.0 * static_cast<double>(plain.symbols.size()));
}

std::optional<CodedLatents> TryToFit(const RefinementCase& refinement_case, size_t max_bytes, double price) {
  const SymbolFit fit(TheNetwork(), refinement_case.synthesis, refinement_case.context, refinement_case.objective,
                      max_bytes, std::nullopt);
  return fit.Fit(refinement_case.Targets(kLevel), kLevel, price);
}

CodedLatents Fitted(const RefinementCase& refinement_case, size_t max_bytes, double price) {
  return TryToFit(refinement_case, max_bytes, price).value();
}

void ExpectDecodesTo(const CodedLatents& coded) {
  const Latents read = ReadLatents(TheNetwork(), {coded.latents.size(), kLevel, coded.symbols});
  EXPECT_FALSE(read.cut);
  EXPECT_EQ(NumbersOf(ToFloat(TheNetwork(), read.values)), NumbersOf(ToFloat(TheNetwork(), coded.latents)));
}

TEST(SymbolFit, FitsWholeAndDecodes) {
  const RefinementCase refinement_case(TexturePicture({70, 56}, 1), kPositions);
  const CodedLatents plain = refinement_case.Plain(kLevel);
  const double price = UsualPrice(refinement_case);
  ASSERT_GT(plain.symbols.size(), 150u);
  for (const size_t max_bytes : {size_t{0}, size_t{1}, size_t{2}, size_t{3}, size_t{8}, size_t{30}, size_t{60},
                                 size_t{100}, plain.symbols.size() - 1, plain.symbols.size(), size_t{4096}}) {
    SCOPED_TRACE(std::to_string(max_bytes) + " of " + std::to_string(plain.symbols.size()));
    const std::optional<CodedLatents> coded = TryToFit(refinement_case, max_bytes, price);
    if (!coded) {
      EXPECT_LT(2 * max_bytes, plain.symbols.size());
      continue;
    }
    EXPECT_LE(coded->symbols.size(), max_bytes);
    ASSERT_EQ(coded->latents.size(), kPositions);
    ExpectDecodesTo(*coded);
  }
}

// But for the byte or two that a whole stream's end takes.
TEST(SymbolFit, IsNoWorseThanCuttingWhereLittleIsTooMuch) {
  const RefinementCase refinement_case(TexturePicture({70, 56}, 1), kPositions);
  const CodedLatents plain = refinement_case.Plain(kLevel);
  const double price = UsualPrice(refinement_case);
  for (const size_t less : {1, 5, 10, 20}) {
    const size_t max_bytes = plain.symbols.size() - less;
    const CodedLatents cut = RefinementCase::Cut(plain, kLevel, max_bytes);
    EXPECT_LE(refinement_case.Distortion(Fitted(refinement_case, max_bytes, price).latents, kLevel),
              1.01 * refinement_case.Distortion(cut.latents, kLevel))
        << less;
  }
}

TEST(SymbolFit, EndsWithinEightBytesOfTheLimit) {
  for (const unsigned seed : {3u, 4u}) {
    const RefinementCase refinement_case(TexturePicture({70, 56}, seed), kPositions);
    const auto plain_bytes = static_cast<double>(refinement_case.Plain(kLevel).symbols.size());
    const double price = UsualPrice(refinement_case);
    for (const double share : {0.5, 0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1}) {
      const auto max_bytes = static_cast<size_t>(share * plain_bytes);
      const CodedLatents coded = Fitted(refinement_case, max_bytes, price);
      EXPECT_LE(coded.symbols.size(), max_bytes) << share;
      EXPECT_GE(coded.symbols.size() + 8, max_bytes) << share;
    }
  }
}

// From 5 % above to 3 % below: the rounding alone finds the bytes, or at least comes nearer without passing the limit.
TEST(SymbolFit, LandsByRounding) {
  int landed = 0, tried = 0;
  for (const unsigned seed : {3u, 4u, 5u}) {
    const RefinementCase refinement_case(TexturePicture({70, 56}, seed), kPositions);
    const FloatTensor targets = refinement_case.Targets(kLevel);
    const CodedLatents plain = refinement_case.Plain(kLevel);
    for (const double share : {0.95, 0.97, 0.99, 1.01, 1.03}) {
      const auto max_bytes = static_cast<size_t>(share * static_cast<double>(plain.symbols.size()));
      const SymbolFit fit(TheNetwork(), refinement_case.synthesis, refinement_case.context, refinement_case.objective,
                          max_bytes, std::nullopt);
      const CodedLatents coded = fit.Land(targets, kLevel, fit.Code(targets, kLevel));
      ExpectDecodesTo(coded);
      ++tried;
      if (coded.symbols.size() > max_bytes) {
        EXPECT_EQ(coded.symbols, plain.symbols) << share;
        continue;
      }
      EXPECT_GE(coded.symbols.size(), std::min(plain.symbols.size(), max_bytes - 8)) << share;
      if (coded.symbols.size() + 8 >= max_bytes) ++landed;
    }
  }
  EXPECT_GE(3 * landed, 2 * tried);
}

// More bytes are spent on less distortion.
TEST(SymbolFit, MoreBytesLookBetter) {
  const RefinementCase refinement_case(TexturePicture({70, 56}, 5), kPositions);
  const auto plain_bytes = static_cast<double>(refinement_case.Plain(kLevel).symbols.size());
  const double price = UsualPrice(refinement_case);
  double last = 1e9;
  for (const double share : {0.6, 0.8, 1.0, 1.2}) {
    const CodedLatents coded = Fitted(refinement_case, static_cast<size_t>(share * plain_bytes), price);
    const double distortion = refinement_case.Distortion(coded.latents, kLevel);
    EXPECT_LT(distortion, last) << share;
    last = distortion;
  }
}

TEST(SymbolFit, GivesTheSameAgain) {
  const RefinementCase refinement_case(TexturePicture({70, 56}, 6), kPositions);
  const double price = UsualPrice(refinement_case);
  for (const size_t max_bytes : {100, 400}) {
    EXPECT_EQ(Fitted(refinement_case, max_bytes, price).symbols, Fitted(refinement_case, max_bytes, price).symbols);
  }
}

}  // namespace
}  // namespace mote::neural::refinement
