#include <fmt/format.h>

#include "apps/mote/amounts.h"
#include "apps/mote/commands.h"
#include "apps/mote/files.h"
#include "apps/mote/handles.h"
#include "apps/mote/naming.h"

namespace mote::app {
namespace {

std::string Describe(const std::string& path, size_t bytes, const mote_stream_info& info) {
  const std::string name = path == kStandardStream ? "standard input" : Printable(path);
  std::string text = fmt::format("{}: {} bytes\n", name, WithThousands(bytes));
  text += fmt::format("  method    {}{}\n", MethodName(info.method),
                      info.version > 0 ? fmt::format(", format version {}", info.version) : ", as published");
  text += fmt::format("  picture   {}x{}\n", info.width, info.height);
  text += fmt::format("  raster    {}x{}\n", info.raster_width, info.raster_height);
  text += fmt::format("  alpha     {}\n", AlphaText(info.alpha));
  text += "  bytes by part\n";
  size_t longest = 0;
  for (uint32_t i = 0; i < info.part_count; ++i) longest = std::max(longest, std::string(info.parts[i].label).size());
  for (uint32_t i = 0; i < info.part_count; ++i) {
    const double part_bytes = static_cast<double>(info.parts[i].bits) / 8;
    text += fmt::format("    {:<{}}  {:>9.1f}  {:>5.1f} %\n", info.parts[i].label, longest, part_bytes,
                        bytes > 0 ? 100 * part_bytes / static_cast<double>(bytes) : 0.0);
  }
  text.pop_back();
  return text;
}

nlohmann::ordered_json AsJson(const mote_stream_info& info) {
  nlohmann::ordered_json object;
  object["version"] = info.version;
  object["method"] = MethodName(info.method);
  object["width"] = info.width;
  object["height"] = info.height;
  object["raster_width"] = info.raster_width;
  object["raster_height"] = info.raster_height;
  object["alpha"] = AlphaText(info.alpha);
  object["parts"] = nlohmann::ordered_json::array();
  for (uint32_t i = 0; i < info.part_count; ++i) {
    object["parts"].push_back({{"label", info.parts[i].label},
                               {"bits", info.parts[i].bits},
                               {"bytes", static_cast<double>(info.parts[i].bits) / 8}});
  }
  return object;
}

Status Inform(const std::string& path, bool json, Reporter& reporter) {
  MOTE_ASSIGN_OR_RETURN(const std::vector<uint8_t> bytes, ReadMote(path));
  mote_stream_info info = {};
  info.struct_size = sizeof(info);
  mote_error error = {};
  const mote_status status = mote_info(bytes.data(), bytes.size(), &info, &error);
  if (status != MOTE_OK) return AsError(status, error);
  if (json) {
    nlohmann::ordered_json object;
    object["file"] = path;
    object["bytes"] = bytes.size();
    object.update(AsJson(info));
    object["error"] = nullptr;
    reporter.Json(object);
  } else {
    reporter.Line(Describe(path, bytes.size(), info));
  }
  return {};
}

}  // namespace

int RunInfo(const Arguments& arguments) {
  Reporter reporter(arguments, 1);
  for (const std::string& path : arguments.inputs) {
    const Status status = Guarded([&] { return Inform(path, arguments.json, reporter); });
    if (status.ok()) continue;
    if (arguments.json) {
      nlohmann::ordered_json object;
      object["file"] = path;
      object["error"] = status.error().message;
      reporter.Json(object);
    }
    reporter.Failure(path, status.error().message);
  }
  return reporter.Finish();
}

}  // namespace mote::app
