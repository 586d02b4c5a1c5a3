// Decodes the golden streams of method `neural` with nothing but the decoder's own sources, so that any compiler can build it for any
// machine, and compares their pixels with the manifest's. Usage: check_golden GOLDEN_DIRECTORY. Exit status 0 if all agree.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "container/header.h"
#include "methods/neural/decoder.h"
#include "resample/lanczos.h"
#include "tests/golden/sha256.h"

namespace {

struct Line {
  std::string file, status, width, height, pixels_sha256;
};

std::vector<Line> ReadManifest(const std::string& path) {
  std::ifstream file(path);
  std::vector<Line> lines;
  std::string text;
  std::getline(file, text);  // the heading
  while (std::getline(file, text)) {
    std::istringstream fields(text);
    Line line;
    fields >> line.file >> line.status >> line.width >> line.height >> line.pixels_sha256;
    lines.push_back(line);
  }
  return lines;
}

// The pixels' digest, or what went wrong.
std::string Decode(const std::vector<uint8_t>& bytes) {
  mote::ByteReader reader(bytes);
  const auto header = mote::ReadHeader(reader);
  if (!header.ok()) return header.error().message;
  const auto payload = mote::neural::ReadPayload(header.value().size, reader);
  if (!payload.ok()) return payload.error().message;
  const mote::neural::Rendered rendered = mote::neural::Render(payload.value());
  const mote::Image picture = mote::ResizeLanczos(rendered.raster.view(), header.value().size);
  return mote_test::Sha256(picture.samples());
}

}  // namespace

int main(int count, char** values) {
  if (count != 2) {
    std::fprintf(stderr, "usage: check_golden GOLDEN_DIRECTORY\n");
    return 2;
  }
  const std::string directory = values[1];
  int checked = 0, wrong = 0;
  for (const Line& line : ReadManifest(directory + "/manifest.tsv")) {
    if (line.file.find("/neural-") == std::string::npos || line.status != "0") continue;
    std::ifstream file(directory + "/" + line.file, std::ios::binary);
    const std::vector<char> text{std::istreambuf_iterator<char>(file), {}};
    const std::string found = Decode({text.begin(), text.end()});
    ++checked;
    if (found == line.pixels_sha256) continue;
    std::printf("%s: expected %s, received %s\n", line.file.c_str(), line.pixels_sha256.c_str(), found.c_str());
    ++wrong;
  }
  std::printf("%d streams, %d wrong\n", checked, wrong);
  return checked > 0 && wrong == 0 ? 0 : 1;
}
