// Temporary files that must not outlive the program: whoever makes one registers it, and SIGINT, SIGTERM or SIGHUP
// removes what is registered before the program ends by that signal.
#ifndef MOTE_APPS_MOTE_CLEANUP_H_
#define MOTE_APPS_MOTE_CLEANUP_H_

#include <functional>
#include <string>

namespace mote::app {

// Before any other thread starts: routes the signals above to a thread of their own (those that the caller ignores stay
// ignored). SIGPIPE and SIGXFSZ become errors of the write that causes them.
void StartSignalHandling();

// Runs `create`, and registers `path` if it returns true, so that no signal falls in between.
bool CreateTemporary(const std::string& path, const std::function<bool()>& create);

void ForgetTemporary(const std::string& path);

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_CLEANUP_H_
