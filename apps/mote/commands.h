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

// Plans the tasks, has `convert` do each (filling in the outcome's facts), and reports them.
int RunTasks(const Arguments& arguments, const Naming& naming,
             const std::function<Status(const Task& task, Outcome& outcome)>& convert);

// Runs `body`, turning what the standard library throws into an error.
[[nodiscard]] Status Guarded(const std::function<Status()>& body);

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_COMMANDS_H_
