#include "apps/mote/cleanup.h"

#include <signal.h>
#include <unistd.h>

#include <mutex>
#include <set>
#include <thread>

namespace mote::app {
namespace {

struct Registry {
  std::mutex mutex;
  std::set<std::string> paths;
};

// Never destroyed: the signal thread may look at it until the very end.
Registry& TheRegistry() {
  static auto* const registry = new Registry;
  return *registry;
}

void AwaitSignal(const sigset_t& signals) {
  int number = 0;
  if (sigwait(&signals, &number) != 0) return;
  Registry& registry = TheRegistry();
  // Kept until the end, so that no temporary is made after this point.
  const std::lock_guard<std::mutex> lock(registry.mutex);
  for (const std::string& path : registry.paths) unlink(path.c_str());
  signal(number, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
  raise(number);
  _exit(128 + number);
}

}  // namespace

void StartSignalHandling() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  bool any = false;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action = {};
    sigaction(number, nullptr, &action);
    if (action.sa_handler == SIG_IGN) continue;
    sigaddset(&signals, number);
    any = true;
  }
  if (!any) return;
  TheRegistry();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread(AwaitSignal, signals).detach();
}

bool CreateTemporary(const std::string& path, const std::function<bool()>& create) {
  Registry& registry = TheRegistry();
  const std::lock_guard<std::mutex> lock(registry.mutex);
  if (!create()) return false;
  registry.paths.insert(path);
  return true;
}

void ForgetTemporary(const std::string& path) {
  Registry& registry = TheRegistry();
  const std::lock_guard<std::mutex> lock(registry.mutex);
  registry.paths.erase(path);
}

}  // namespace mote::app
