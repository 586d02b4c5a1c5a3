// What encode and decode have in common.
#include <chrono>
#include <exception>
#include <new>
#include <thread>
#include <utility>

#include "apps/mote/commands.h"
#include "apps/mote/jobs.h"

namespace mote::app {

Status Guarded(const std::function<Status()>& body) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return Fail(ErrorCode::kOutOfMemory, "not enough memory");
  } catch (const std::exception& exception) {
    return Fail(ErrorCode::kInternal, exception.what());
  }
}

int RunTasks(const Arguments& arguments, const Naming& naming, const Convert& convert) {
  auto plan = PlanTasks(arguments, naming);
  if (const auto* mistake = std::get_if<std::string>(&plan)) return ReportUsage(arguments.command, *mistake);
  const std::vector<Task> tasks = std::get<std::vector<Task>>(std::move(plan));
  const unsigned threads = ThreadsEach(tasks.size(), arguments.jobs, std::thread::hardware_concurrency());
  std::vector<Outcome> outcomes(tasks.size());
  Reporter reporter(arguments, tasks.size());
  const auto work = [&](size_t i) {
    const auto start = std::chrono::steady_clock::now();
    Outcome& outcome = outcomes[i];
    outcome.input = tasks[i].input;
    outcome.output = tasks[i].output;
    outcome.error = tasks[i].error;
    if (!outcome.error) {
      const Status status = Guarded([&] { return convert(tasks[i], threads, outcome); });
      if (!status.ok()) outcome.error = status.error().message;
    }
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  RunInOrder(tasks.size(), arguments.jobs, work, [&](size_t i) { reporter.Done(outcomes[i]); });
  return reporter.Finish();
}

}  // namespace mote::app
