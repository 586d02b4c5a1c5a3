#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <set>
#include <utility>

#include "apps/mote/commands.h"
#include "apps/mote/files.h"
#include "apps/mote/jobs.h"
#include "apps/mote/naming.h"
#include "metrics/dssim2016.h"

namespace mote::app {
namespace {

struct Pair {
  std::string reference;
  std::string test;
  std::optional<std::string> error;
  std::optional<std::string> blamed;  // the file that `error` is about, if not the reference
  Size size;
  double score = 0;
  double seconds = 0;
};

// The same picture with an opaque alpha channel.
Result<imageio::Picture> WithAlpha(const imageio::Picture& rgb) {
  imageio::Picture rgba(rgb.size(), 4);
  if (!rgba.ok()) return Fail(ErrorCode::kOutOfMemory, "not enough memory");
  for (uint32_t y = 0; y < rgb.size().height; ++y) {
    const uint8_t* from = rgb.view().row(y);
    uint8_t* to = rgba.view().row(y);
    for (uint32_t x = 0; x < rgb.size().width; ++x, from += 3, to += 4) {
      std::memcpy(to, from, 3);
      to[3] = 255;
    }
  }
  return rgba;
}

Result<imageio::Picture> DecodeAs(imageio::PictureReader& reader, uint32_t channels) {
  MOTE_ASSIGN_OR_RETURN(imageio::Picture picture, reader.Decode());
  if (picture.channels() == channels) return picture;
  return WithAlpha(picture);
}

Status Compare(const Arguments& arguments, PixelGate& gate, Pair& pair) {
  MOTE_ASSIGN_OR_RETURN(imageio::PictureReader reference, OpenPicture(pair.reference, arguments.max_pixels));
  pair.blamed = pair.test;
  MOTE_ASSIGN_OR_RETURN(imageio::PictureReader test, OpenPicture(pair.test, arguments.max_pixels));
  const Size size = reference.size();
  if (test.size() != size) {
    return Fail(ErrorCode::kInvalidArgument, "has ", test.size().width, "x", test.size().height, " pixels but ",
                Printable(pair.reference), " has ", size.width, "x", size.height);
  }
  pair.size = size;
  const uint32_t channels = std::max(reference.channels(), test.channels());
  const PixelGate::Pass pass(gate, 2 * size.pixels());
  pair.blamed.reset();
  MOTE_ASSIGN_OR_RETURN(const imageio::Picture reference_picture, DecodeAs(reference, channels));
  pair.blamed = pair.test;
  MOTE_ASSIGN_OR_RETURN(const imageio::Picture test_picture, DecodeAs(test, channels));
  pair.score = Dssim2016(reference_picture.view(), test_picture.view());
  return {};
}

// Pairs the files of two directories. What has no partner becomes a pair with an error.
Result<std::vector<Pair>> MatchDirectories(const std::string& reference, const std::string& test) {
  MOTE_ASSIGN_OR_RETURN(const std::vector<std::string> reference_names, ListFiles(reference));
  MOTE_ASSIGN_OR_RETURN(const std::vector<std::string> test_names, ListFiles(test));
  if (reference_names.empty()) return Fail(ErrorCode::kInvalidArgument, "no files are in this directory");
  // Exact names first, so that a preview's other names never take a file that belongs to another reference.
  std::set<std::string> unmatched(test_names.begin(), test_names.end());
  std::vector<std::string> partners(reference_names.size());
  for (size_t i = 0; i < reference_names.size(); ++i) {
    if (unmatched.erase(reference_names[i]) > 0) partners[i] = reference_names[i];
  }
  std::vector<Pair> pairs;
  for (size_t i = 0; i < reference_names.size(); ++i) {
    if (partners[i].empty()) {
      for (const std::string& name : PreviewNames(reference_names[i])) {
        if (unmatched.erase(name) == 0) continue;
        partners[i] = name;
        break;
      }
    }
    Pair pair;
    pair.reference = Join(reference, reference_names[i]);
    if (partners[i].empty()) {
      pair.error = "no file of this name is in " + Printable(test);
    } else {
      pair.test = Join(test, partners[i]);
    }
    pairs.push_back(std::move(pair));
  }
  for (const std::string& name : unmatched) {
    Pair pair;
    pair.test = Join(test, name);
    pair.blamed = pair.test;
    pair.error = "no file of this name is in " + Printable(reference);
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

void ReportPair(const Arguments& arguments, const Pair& pair, Reporter& reporter) {
  if (arguments.json) {
    nlohmann::ordered_json object;
    const auto name = [](const std::string& path) {
      return path.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(path);
    };
    const bool measured = !pair.error;
    object["reference"] = name(pair.reference);
    object["test"] = name(pair.test);
    object["metric"] = "DSSIM-2016";
    object["score"] = measured ? nlohmann::ordered_json(pair.score) : nlohmann::ordered_json(nullptr);
    object["width"] = measured ? nlohmann::ordered_json(pair.size.width) : nlohmann::ordered_json(nullptr);
    object["height"] = measured ? nlohmann::ordered_json(pair.size.height) : nlohmann::ordered_json(nullptr);
    object["seconds"] = RoundedSeconds(pair.seconds);
    object["error"] = measured ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(*pair.error);
    reporter.Json(object);
  } else if (!pair.error) {
    reporter.Line(
        fmt::format("Comparing {} to {}... {:.6f}", Printable(pair.reference), Printable(pair.test), pair.score));
  }
  if (pair.error) reporter.Failure(pair.blamed.value_or(pair.reference), *pair.error);
  reporter.Advance();
}

void ReportAverage(const Arguments& arguments, const std::vector<Pair>& pairs, Reporter& reporter) {
  double sum = 0;
  size_t measured = 0;
  for (const Pair& pair : pairs) {
    if (pair.error) continue;
    sum += pair.score;
    ++measured;
  }
  if (measured == 0) return;
  const double average = sum / static_cast<double>(measured);
  if (arguments.json) {
    reporter.Json({{"metric", "DSSIM-2016"}, {"average_score", average}, {"count", measured}});
  } else {
    reporter.Line(fmt::format("Average score: {:.6f}", average));
  }
}

}  // namespace

int RunScore(const Arguments& arguments) {
  const std::string& reference = arguments.inputs[0];
  const std::string& test = arguments.inputs[1];
  const bool directories = IsDirectory(reference) && IsDirectory(test);
  std::vector<Pair> pairs(1);
  pairs[0].reference = reference;
  pairs[0].test = test;
  if (directories) {
    auto matched = MatchDirectories(reference, test);
    if (matched.ok()) {
      pairs = std::move(matched).value();
    } else {
      pairs[0].error = matched.error().message;
    }
  }
  Reporter reporter(arguments, pairs.size());
  PixelGate gate(kPixelsAtATime);
  const auto work = [&](size_t i) {
    Pair& pair = pairs[i];
    if (pair.error) return;
    const auto start = std::chrono::steady_clock::now();
    const Status status = Guarded([&] { return Compare(arguments, gate, pair); });
    if (!status.ok()) pair.error = status.error().message;
    pair.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  RunInOrder(pairs.size(), arguments.jobs, work, [&](size_t i) { ReportPair(arguments, pairs[i], reporter); });
  if (directories) ReportAverage(arguments, pairs, reporter);
  return reporter.Finish();
}

}  // namespace mote::app
