// The steps around the course's loop. The router and the Course have the rules of each step.
#include "tools/real/run/real_run.hpp"

#include "tools/real/run/run_session.hpp"

namespace whitewater::tools::real {

Result<RealReport> run_for_real(const scenarios::Scenario& scenario, std::uint64_t seed, const RunPlan& plan,
                                const std::atomic<bool>& stop, RunProgress& progress,
                                const std::vector<RunWatcher*>& watchers,
                                const std::vector<scenarios::RunLogReader*>& readers) {
  RunSession session(scenario, seed, plan, stop, progress);
  for (RunWatcher* const watcher : watchers) session.watch(*watcher);
  for (scenarios::RunLogReader* const reader : readers) session.read_log(*reader);
  if (const std::optional<Error> error = session.start()) return *error;
  session.loop();
  session.finish();
  return session.report();
}

}  // namespace whitewater::tools::real
