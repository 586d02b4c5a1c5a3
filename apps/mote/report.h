// What the user is told: JSON lines and scores on standard output, failures and progress on standard error.
#ifndef MOTE_APPS_MOTE_REPORT_H_
#define MOTE_APPS_MOTE_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "apps/mote/arguments.h"

namespace mote::app {

// What became of one file.
struct Outcome {
  std::string input;
  std::string output;             // a path, or kStandardStream
  std::optional<uint64_t> bytes;  // of the output
  std::optional<uint32_t> width;  // of the picture, pixels
  std::optional<uint32_t> height;
  std::optional<mote_method> method;
  std::optional<mote_alpha> alpha;
  bool cut = false;  // the mote's end was missing
  double seconds = 0;
  std::optional<std::string> error;
};

// "opaque", "composited on white", "unknown".
[[nodiscard]] const char* AlphaText(mote_alpha alpha);

class Reporter {
 public:
  // `count`: how many files there are.
  Reporter(const Arguments& arguments, size_t count);

  // A failure: one line on standard error, "mote: NAME: REASON".
  void Failure(const std::string& name, const std::string& reason);

  // A line on standard output.
  void Line(const std::string& text);
  void Json(const nlohmann::ordered_json& object);

  // One file of encode or decode is done: its JSON line, failure or verbose line, and the progress.
  void Done(const Outcome& outcome);

  // A file of another command is done: the progress only.
  void Advance();

  // Flushes standard output. Returns the exit status.
  [[nodiscard]] int Finish();

 private:
  void ClearProgress();
  void ShowProgress();

  bool json_;
  bool warn_;
  bool show_lines_;  // a line for each file on standard error
  bool show_progress_;
  bool progress_shown_ = false;
  size_t count_;
  size_t done_ = 0;
  bool failed_ = false;
  int output_error_ = 0;  // errno of the first write to standard output that failed
};

// 6 digits are more than any clock here deserves.
[[nodiscard]] double RoundedSeconds(double seconds);

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_REPORT_H_
