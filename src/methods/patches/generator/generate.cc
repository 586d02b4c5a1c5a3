#include "methods/patches/generator/generate.h"

#include "base/image.h"
#include "colour/ycbcr.h"
#include "methods/patches/generator/cluster.h"
#include "methods/patches/generator/sample_image.h"

namespace mote::patches {
namespace {

constexpr uint64_t kSeed = 4096;
constexpr uint32_t kSampleImages = 64;
constexpr uint32_t kLumaPatchesAnImage = 1536;
constexpr uint32_t kChromaPatchesAnImage = 768;
constexpr uint32_t kIterations = 12;

// Luminance at full size; chrominance, two interleaved components, at half: each 2x2 becomes one.
void SplitColours(const Image& image, Image& luma, Image& chroma) {
  const Size size = image.size();
  const Size half{size.width / 2, size.height / 2};
  luma = Image(size, 1);
  chroma = Image(half, 2);
  std::vector<uint32_t> sums(half.pixels() * 2, 2);
  for (uint32_t y = 0; y < size.height; ++y) {
    const uint8_t* in = image.view().row(y);
    for (uint32_t x = 0; x < size.width; ++x) {
      const Ycbcr colour = ToYcbcr({in[3 * x], in[3 * x + 1], in[3 * x + 2]});
      luma.view().row(y)[x] = colour.y;
      uint32_t* sum = &sums[(size_t{y / 2} * half.width + x / 2) * 2];
      sum[0] += colour.cb;
      sum[1] += colour.cr;
    }
  }
  for (size_t i = 0; i < sums.size(); ++i) chroma.view().data[i] = static_cast<uint8_t>(sums[i] >> 2);
}

void AppendTable(const char* name, const std::vector<int16_t>& values, std::string& text) {
  text += "constexpr int16_t " + std::string(name) + "[" + std::to_string(values.size()) + "] = {";
  std::string line;
  for (const int16_t value : values) {
    const std::string item = std::to_string(value) + ",";
    if (line.size() + item.size() > 120) {
      text += "\n" + line;
      line.clear();
    }
    line += item;
  }
  text += "\n" + line + "};\n";
}

}  // namespace

Tables GenerateTables() {
  Random random(kSeed);
  SampledPatches luma_patches{kLumaShape, {}}, chroma_patches{kChromaShape, {}};
  for (uint32_t n = 0; n < kSampleImages; ++n) {
    Image luma, chroma;
    SplitColours(DrawSampleImage(random), luma, chroma);
    SamplePatches(luma.view(), kLumaPatchesAnImage, random, luma_patches);
    SamplePatches(chroma.view(), kChromaPatchesAnImage, random, chroma_patches);
  }
  Tables tables;
  tables.luma = Cluster(luma_patches, kIterations, random);
  tables.chroma = Cluster(chroma_patches, kIterations, random);
  return tables;
}

std::string TablesSource(const Tables& tables) {
  std::string text = "// Written by tools/patch_tables (spec/patches.md, \"Tables\"); never edit. clang-format off\n";
  AppendTable("kLumaTable", tables.luma, text);
  AppendTable("kChromaTable", tables.chroma, text);
  return text;
}

}  // namespace mote::patches
