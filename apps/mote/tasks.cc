#include "apps/mote/tasks.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "apps/mote/naming.h"
#include "apps/mote/output_file.h"
#include "imageio/input_file.h"

namespace mote::app {
namespace {

constexpr char kOutputDirectory[] = "out";
constexpr char kStandardInputName[] = "stdin";  // of its output in a directory

using FileIdentity = std::pair<dev_t, ino_t>;

std::optional<FileIdentity> IdentityOf(const std::string& path) {
  struct stat facts = {};
  if (stat(path.c_str(), &facts) != 0) return std::nullopt;
  return FileIdentity{facts.st_dev, facts.st_ino};
}

// The same for two paths that lead to the same name in the same directory.
std::string PlaceOf(const std::string& path) {
  if (const auto parent = IdentityOf(ParentOf(path))) {
    return std::to_string(parent->first) + ":" + std::to_string(parent->second) + "/" + BaseName(path);
  }
  std::error_code ignored;
  return std::filesystem::absolute(path, ignored).lexically_normal().string();
}

class Planner {
 public:
  Planner(const Arguments& arguments, const Naming& naming) : arguments_(arguments), naming_(naming) {}

  std::optional<std::string> Plan() {
    const std::string& output = arguments_.output;
    if (!output.empty() && output != kStandardStream) {
      const bool several = arguments_.inputs.size() > 1 || IsDirectory(arguments_.inputs.front());
      const bool exists_as_file = !IsDirectory(output) && IdentityOf(output).has_value();
      if (several && exists_as_file)
        return "-o " + output + ": expected a directory for several inputs but it is a file";
      into_directory_ = several || IsDirectory(output) || output.back() == '/';
    }
    for (const std::string& input : arguments_.inputs) {
      if (input != kStandardStream && IsDirectory(input)) {
        if (output == kStandardStream) return std::string("standard output (-o -) takes one file, not a directory");
        AddDirectory(input);
      } else {
        AddFile(input);
      }
    }
    CheckOutputs();
    return std::nullopt;
  }

  std::vector<Task> TakeTasks() { return std::move(tasks_); }

 private:
  void AddFile(const std::string& input) {
    const bool is_stdin = input == kStandardStream;
    std::string output = arguments_.output;
    if (into_directory_) {
      output = Join(output, naming_.in_directory(is_stdin ? kStandardInputName : BaseName(input)));
    } else if (output.empty()) {
      output = is_stdin ? kStandardStream : naming_.beside(input);
    }
    tasks_.push_back({input, output, std::nullopt});
  }

  void AddDirectory(const std::string& directory) {
    const Result<std::vector<std::string>> names = ListFiles(directory);
    if (!names.ok()) {
      tasks_.push_back({directory, "", names.error().message});
      return;
    }
    if (names.value().empty()) tasks_.push_back({directory, "", "no files are in this directory"});
    const std::string target = arguments_.output.empty() ? Join(directory, kOutputDirectory) : arguments_.output;
    for (const std::string& name : names.value()) {
      tasks_.push_back({Join(directory, name), Join(target, naming_.in_directory(name)), std::nullopt});
    }
  }

  void CheckOutputs() {
    std::map<FileIdentity, const Task*> inputs;
    for (const Task& task : tasks_) {
      if (task.input == kStandardStream) continue;
      if (const auto identity = IdentityOf(task.input)) inputs.emplace(*identity, &task);
    }
    std::map<std::string, const Task*> taken;
    for (Task& task : tasks_) {
      if (task.error || task.output == kStandardStream) continue;
      if (const auto [other, is_new] = taken.emplace(PlaceOf(task.output), &task); !is_new) {
        task.error = "its output " + Printable(task.output) + " is already that of " + Printable(other->second->input);
        continue;
      }
      if (const auto identity = IdentityOf(task.output); identity && inputs.count(*identity) > 0) {
        task.error =
            "its output " + Printable(task.output) + " would replace the input " + Printable(inputs[*identity]->input);
        continue;
      }
      if (const Status status = CheckReplaceable(task.output, arguments_.overwrite); !status.ok()) {
        task.error = status.error().message;
      }
    }
  }

  const Arguments& arguments_;
  const Naming& naming_;
  bool into_directory_ = false;
  std::vector<Task> tasks_;
};

}  // namespace

bool IsDirectory(const std::string& path) {
  struct stat facts = {};
  return stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
}

Result<std::vector<std::string>> ListFiles(const std::string& directory) {
  const auto close_directory = [](DIR* stream) { closedir(stream); };
  const std::unique_ptr<DIR, decltype(close_directory)> stream(opendir(directory.c_str()), close_directory);
  if (stream == nullptr) return Fail(ErrorCode::kInvalidArgument, imageio::SystemErrorText(errno));
  std::vector<std::string> names;
  while (true) {
    errno = 0;
    const dirent* const entry = readdir(stream.get());
    if (entry == nullptr) break;
    const std::string name = entry->d_name;
    if (name.front() == '.') continue;
    struct stat facts = {};
    if (stat(Join(directory, name).c_str(), &facts) == 0 && !S_ISREG(facts.st_mode)) continue;
    names.push_back(name);
  }
  if (errno != 0) return Fail(ErrorCode::kInvalidArgument, imageio::SystemErrorText(errno));
  std::sort(names.begin(), names.end());
  return names;
}

std::variant<std::vector<Task>, std::string> PlanTasks(const Arguments& arguments, const Naming& naming) {
  Planner planner(arguments, naming);
  if (std::optional<std::string> mistake = planner.Plan()) return std::move(*mistake);
  return planner.TakeTasks();
}

}  // namespace mote::app
