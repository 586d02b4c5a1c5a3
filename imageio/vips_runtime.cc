#include "imageio/vips_runtime.h"

#include <mutex>
#include <string_view>

namespace mote::imageio {
namespace {

void DiscardLog(const char*, GLogLevelFlags, const char*, void*) {}
GLogWriterOutput DiscardStructuredLog(GLogLevelFlags, const GLogField*, gsize, void*) { return G_LOG_WRITER_HANDLED; }

Status StartOnce() {
  MOTE_RETURN_IF_ERROR(LoadVips());
  // Decoders warn about harmless oddities; what matters comes back as an error of the call.
  Vips().g_log_set_default_handler(DiscardLog, nullptr);
  Vips().g_log_set_writer_func(DiscardStructuredLog, nullptr, nullptr);
  if (Vips().vips_init("mote") != 0) return Fail(ErrorCode::kInternal, "the image library does not start");
  Vips().vips_block_untrusted_set(TRUE);
  for (const char* allowed : {"VipsForeignLoadPpm", "VipsForeignLoadJxl"})
    Vips().vips_operation_block_set(allowed, FALSE);
  Vips().vips_cache_set_max(0);
  Vips().vips_concurrency_set(1);  // files are worked on in parallel, not the parts of one
  return {};
}

}  // namespace

Status StartVips() {
  static const Status status = StartOnce();
  return status;
}

std::shared_mutex& VipsMutex() {
  static std::shared_mutex mutex;
  return mutex;
}

std::string TakeVipsError(const char* otherwise) {
  char* const text = Vips().vips_error_buffer_copy();  // which clears it too
  std::string_view rest(text == nullptr ? "" : text);
  rest = rest.substr(0, rest.find('\n'));
  const size_t colon = rest.find(": ");  // "VipsJpeg: reason"
  if (colon != std::string_view::npos && rest.substr(0, colon).find(' ') == std::string_view::npos) {
    rest.remove_prefix(colon + 2);
  }
  while (!rest.empty() && rest.back() == ' ') rest.remove_suffix(1);
  std::string line(rest.empty() ? otherwise : rest);
  Vips().g_free(text);
  return line;
}

}  // namespace mote::imageio
