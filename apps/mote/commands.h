// The sub-commands. Each returns the exit status.
#ifndef MOTE_APPS_MOTE_COMMANDS_H_
#define MOTE_APPS_MOTE_COMMANDS_H_

#include <functional>

#include "apps/mote/arguments.h"
#include "apps/mote/report.h"
#include "apps/mote/tasks.h"
#include "base/result.h"

namespace mote::app {

int RunEncode(const Arguments& arguments);
int RunDecode(const Arguments& arguments);
int RunInfo(const Arguments& arguments);
int RunScore(const Arguments& arguments);

// Does a task, filling in the outcome's facts. `threads`: how many of the machine's are this task's, at least 1.
using Convert = std::function<Status(const Task& task, unsigned threads, Outcome& outcome)>;

// Plans the tasks, has `convert` do each, and reports them.
int RunTasks(const Arguments& arguments, const Naming& naming, const Convert& convert);

// Runs `body`, turning what the standard library throws into an error.
[[nodiscard]] Status Guarded(const std::function<Status()>& body);

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_COMMANDS_H_
