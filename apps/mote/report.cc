#include "apps/mote/report.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdio>

#include "apps/mote/amounts.h"
#include "apps/mote/naming.h"
#include "imageio/input_file.h"

namespace mote::app {
namespace {

template <typename Value>
nlohmann::ordered_json OrNull(const std::optional<Value>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

std::string Summary(const Outcome& outcome) {
  const std::string output = outcome.output == kStandardStream ? "standard output" : Printable(outcome.output);
  std::string text = Printable(outcome.input) + " -> " + output + ":";
  if (outcome.bytes) text += fmt::format(" {} bytes,", WithThousands(*outcome.bytes));
  if (outcome.width && outcome.height) text += fmt::format(" {}x{},", *outcome.width, *outcome.height);
  if (outcome.method) text += fmt::format(" {},", MethodName(*outcome.method));
  if (outcome.alpha == MOTE_ALPHA_ON_WHITE) text += fmt::format(" {},", AlphaText(*outcome.alpha));
  return text + fmt::format(" {:.2f} s", outcome.seconds);
}

}  // namespace

const char* AlphaText(mote_alpha alpha) {
  switch (alpha) {
    case MOTE_ALPHA_OPAQUE:
      return "opaque";
    case MOTE_ALPHA_ON_WHITE:
      return "composited on white";
    case MOTE_ALPHA_UNKNOWN:
      break;
  }
  return "unknown";
}

double RoundedSeconds(double seconds) { return std::round(seconds * 1e6) / 1e6; }

Reporter::Reporter(const Arguments& arguments, size_t count)
    : json_(arguments.json),
      warn_(!arguments.quiet),
      show_lines_(!arguments.quiet && (arguments.verbose || (isatty(STDERR_FILENO) != 0 && count == 1))),
      show_progress_(!arguments.quiet && isatty(STDERR_FILENO) != 0 && count > 1),
      count_(count) {
  ShowProgress();
}

void Reporter::Failure(const std::string& name, const std::string& reason) {
  failed_ = true;
  ClearProgress();
  const std::string shown = name == kStandardStream ? "standard input" : Printable(name);
  std::fprintf(stderr, "mote: %s: %s\n", shown.c_str(), Printable(reason).c_str());
}

void Reporter::Line(const std::string& text) {
  ClearProgress();
  if (output_error_ != 0) return;
  if (std::fputs((text + "\n").c_str(), stdout) == EOF || std::fflush(stdout) == EOF) output_error_ = errno;
}

void Reporter::Json(const nlohmann::ordered_json& object) {
  Line(object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void Reporter::Done(const Outcome& outcome) {
  if (json_) {
    nlohmann::ordered_json object;
    object["input"] = outcome.input;
    object["output"] = outcome.error ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(outcome.output);
    object["bytes"] = OrNull(outcome.bytes);
    object["width"] = OrNull(outcome.width);
    object["height"] = OrNull(outcome.height);
    object["method"] =
        outcome.method ? nlohmann::ordered_json(MethodName(*outcome.method)) : nlohmann::ordered_json(nullptr);
    object["alpha"] =
        outcome.alpha ? nlohmann::ordered_json(AlphaText(*outcome.alpha)) : nlohmann::ordered_json(nullptr);
    if (outcome.cut) object["cut"] = true;
    object["seconds"] = RoundedSeconds(outcome.seconds);
    object["error"] = OrNull(outcome.error);
    Json(object);
  }
  if (outcome.cut && warn_) {
    ClearProgress();
    std::fprintf(stderr, "mote: %s: the mote was cut; its beginning is shown\n",
                 outcome.input == kStandardStream ? "standard input" : Printable(outcome.input).c_str());
  }
  if (outcome.error) {
    Failure(outcome.input, *outcome.error);
  } else if (show_lines_) {
    ClearProgress();
    std::fprintf(stderr, "%s\n", Summary(outcome).c_str());
  }
  Advance();
}

void Reporter::Advance() {
  ++done_;
  ShowProgress();
}

int Reporter::Finish() {
  ClearProgress();
  if (output_error_ == 0 && std::fflush(stdout) == EOF) output_error_ = errno;
  if (output_error_ != 0) Failure("standard output", "cannot write: " + imageio::SystemErrorText(output_error_));
  return failed_ ? kExitFailed : kExitDone;
}

void Reporter::ClearProgress() {
  if (progress_shown_) std::fputs("\r\x1b[K", stderr);
  progress_shown_ = false;
}

void Reporter::ShowProgress() {
  if (!show_progress_ || done_ >= count_) return;
  std::fprintf(stderr, "\r\x1b[K%zu of %zu done", done_, count_);
  progress_shown_ = true;
}

}  // namespace mote::app
