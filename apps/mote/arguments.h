// What the user asked for.
#ifndef MOTE_APPS_MOTE_ARGUMENTS_H_
#define MOTE_APPS_MOTE_ARGUMENTS_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "mote/mote.h"

namespace mote::app {

inline constexpr char kStandardStream[] = "-";  // as a name: standard input or output

enum class Command { kEncode, kDecode, kInfo, kScore };

struct Arguments {
  Command command = Command::kEncode;
  std::vector<std::string> inputs;  // for score: reference, test
  std::string output;               // empty: default names
  uint64_t max_bytes = 4096;
  uint64_t max_pixels = uint64_t{1} << 28;
  uint32_t max_side = 0;  // pixels; 0: the original size
  mote_method method = MOTE_METHOD_DEFAULT;
  int effort = 5;
  mote_tune tune = MOTE_TUNE_VISUAL;
  double time_limit_seconds = 0;  // for each file; 0: none
  unsigned jobs = 1;
  bool overwrite = false;
  bool json = false;
  bool quiet = false;
  bool verbose = false;
};

// Exit status, of the whole program.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;  // at least one input
inline constexpr int kExitUsage = 2;

// Either what to do, or the exit status after help was printed or a mistake was reported.
[[nodiscard]] std::variant<Arguments, int> ParseArguments(int count, char** values);

// Reports a mistake in the arguments on one line; returns kExitUsage.
int ReportUsage(Command command, const std::string& message);

// "lanczos", "patches".
[[nodiscard]] const char* MethodName(mote_method method);

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_ARGUMENTS_H_
