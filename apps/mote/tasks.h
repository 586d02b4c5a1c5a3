// From the inputs on the command line to a list of (input, output) pairs, with everything that can be known to go wrong
// found before any work starts: missing files, outputs that meet, outputs that would replace an input.
#ifndef MOTE_APPS_MOTE_TASKS_H_
#define MOTE_APPS_MOTE_TASKS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "apps/mote/arguments.h"
#include "base/result.h"

namespace mote::app {

struct Task {
  std::string input;                 // a path, or kStandardStream
  std::string output;                // likewise
  std::optional<std::string> error;  // found while planning: nothing is to be done
};

struct Naming {
  std::function<std::string(std::string_view path)> beside;        // a default output beside a single file
  std::function<std::string(std::string_view name)> in_directory;  // a name within an output directory
};

// The regular files directly in a directory, sorted by name; no hidden ones, no sub-directories. Links that lead
// nowhere are listed too, so that whoever opens them says why.
[[nodiscard]] Result<std::vector<std::string>> ListFiles(const std::string& directory);

[[nodiscard]] bool IsDirectory(const std::string& path);

// The tasks in input order (a directory's files sorted by name), or the text of a mistake in the arguments.
[[nodiscard]] std::variant<std::vector<Task>, std::string> PlanTasks(const Arguments& arguments, const Naming& naming);

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_TASKS_H_
