#include "imageio/colour.h"

#include <cstdlib>
#include <vector>

namespace mote::imageio {
namespace {

constexpr int kCubeSteps = 9;  // a side of the colour cube that a profile is tried on

ImagePointer Share(VipsImage* image) {
  (Vips().g_object_ref)(image);
  return ImagePointer(image);
}

ImagePointer ApplyProfile(VipsImage* colour) {
  VipsImage* out = nullptr;
  if (Vips().vips_icc_transform(colour, &out, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_RELATIVE,
                                "black_point_compensation", TRUE, "depth", 8, nullptr) != 0) {
    return nullptr;
  }
  return ImagePointer(out);
}

enum class ProfileEffect { kUnusable, kNone, kConverts };

// Tries the profile of `image` on a cube of colours (or a ramp of greys).
ProfileEffect TryProfile(VipsImage* image, int colour_bands) {
  const void* profile = nullptr;
  size_t profile_bytes = 0;
  if (Vips().vips_image_get_blob(image, VIPS_META_ICC_NAME, &profile, &profile_bytes) != 0)
    return ProfileEffect::kUnusable;
  std::vector<uint8_t> samples;
  int pixels = 1;
  for (int band = 0; band < colour_bands; ++band) pixels *= kCubeSteps;
  for (int pixel = 0; pixel < pixels; ++pixel) {
    for (int band = 0, rest = pixel; band < colour_bands; ++band, rest /= kCubeSteps) {
      samples.push_back(static_cast<uint8_t>(rest % kCubeSteps * 255 / (kCubeSteps - 1)));
    }
  }
  ImagePointer cube(
      Vips().vips_image_new_from_memory(samples.data(), samples.size(), pixels, 1, colour_bands, VIPS_FORMAT_UCHAR));
  if (cube == nullptr) return ProfileEffect::kUnusable;
  cube->Type = colour_bands == 1   ? VIPS_INTERPRETATION_B_W
               : colour_bands == 3 ? VIPS_INTERPRETATION_sRGB
                                   : VIPS_INTERPRETATION_CMYK;
  Vips().vips_image_set_blob_copy(cube.get(), VIPS_META_ICC_NAME, profile, profile_bytes);
  const ImagePointer converted = ApplyProfile(cube.get());
  if (converted == nullptr || converted->Bands != 3) return ProfileEffect::kUnusable;
  size_t bytes = 0;
  auto* const result = static_cast<uint8_t*>(Vips().vips_image_write_to_memory(converted.get(), &bytes));
  if (result == nullptr) return ProfileEffect::kUnusable;
  bool same = colour_bands != 4 && bytes == 3 * static_cast<size_t>(pixels);
  for (size_t i = 0; same && i < bytes; ++i) {
    const int before = colour_bands == 1 ? samples[i / 3] : samples[i];
    same = std::abs(before - result[i]) <= 1;
  }
  Vips().g_free(result);
  return same ? ProfileEffect::kNone : ProfileEffect::kConverts;
}

bool IsPlain(const VipsImage* image) {
  if (image->BandFmt != VIPS_FORMAT_UCHAR && image->BandFmt != VIPS_FORMAT_USHORT) return false;
  switch (image->Type) {
    case VIPS_INTERPRETATION_MULTIBAND:
    case VIPS_INTERPRETATION_B_W:
    case VIPS_INTERPRETATION_GREY16:
    case VIPS_INTERPRETATION_RGB:
    case VIPS_INTERPRETATION_sRGB:
    case VIPS_INTERPRETATION_RGB16:
      return true;
    default:
      return false;
  }
}

bool IsPlainCmyk(const VipsImage* image) {
  return image->BandFmt == VIPS_FORMAT_UCHAR && image->Type == VIPS_INTERPRETATION_CMYK && image->Bands == 4;
}

ImagePointer ConvertToSrgb(VipsImage* colour) {
  VipsImage* srgb = nullptr;
  if (Vips().vips_colourspace(colour, &srgb, VIPS_INTERPRETATION_sRGB, nullptr) != 0) return nullptr;
  const ImagePointer space(srgb);
  VipsImage* bytes = nullptr;
  if (Vips().vips_cast_uchar(space.get(), &bytes, nullptr) != 0) return nullptr;
  return ImagePointer(bytes);
}

// The alpha band as 8 bits.
ImagePointer AlphaOf(VipsImage* image, int band) {
  VipsImage* alpha = nullptr;
  if (Vips().vips_extract_band(image, &alpha, band, "n", 1, nullptr) != 0) return nullptr;
  ImagePointer extracted(alpha);
  VipsImage* cast = nullptr;
  if (Vips().vips_cast_uchar(extracted.get(), &cast, "shift", image->BandFmt == VIPS_FORMAT_USHORT, nullptr) != 0)
    return nullptr;
  return ImagePointer(cast);
}

}  // namespace

Bands BandsOf(const VipsImage* image) {
  Bands bands;
  if (image->Coding != VIPS_CODING_NONE) return bands;
  switch (image->Type) {
    case VIPS_INTERPRETATION_B_W:
    case VIPS_INTERPRETATION_GREY16:
      bands.colour = 1;
      break;
    case VIPS_INTERPRETATION_CMYK:
      bands.colour = 4;
      break;
    default:
      bands.colour = image->Bands >= 3 ? 3 : 1;
  }
  if (bands.colour > image->Bands) bands.colour = image->Bands >= 3 ? 3 : 1;
  bands.alpha = image->Bands > bands.colour;
  return bands;
}

ImagePointer ToSrgb(VipsImage* image) {
  const Bands bands = BandsOf(image);
  ProfileEffect effect = ProfileEffect::kUnusable;
  if (Vips().vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0) effect = TryProfile(image, bands.colour);
  if (effect != ProfileEffect::kConverts && (IsPlain(image) || IsPlainCmyk(image))) return Share(image);
  if (image->Coding != VIPS_CODING_NONE) return ConvertToSrgb(image);  // packed Lab has no alpha

  VipsImage* extracted = nullptr;
  if (Vips().vips_extract_band(image, &extracted, 0, "n", bands.colour, nullptr) != 0) return nullptr;
  const ImagePointer colour(extracted);
  ImagePointer converted;
  if (effect == ProfileEffect::kConverts) {
    converted = ApplyProfile(colour.get());
  } else {
    converted = ConvertToSrgb(colour.get());
  }
  if (converted == nullptr || !bands.alpha) return converted;
  const ImagePointer alpha = AlphaOf(image, bands.colour);
  if (alpha == nullptr) return nullptr;
  VipsImage* joined = nullptr;
  if (Vips().vips_bandjoin2(converted.get(), alpha.get(), &joined, nullptr) != 0) return nullptr;
  return ImagePointer(joined);
}

}  // namespace mote::imageio
