// Integers only: a scaled time is a whole number of milliseconds.
#include "tools/real/run/quick.hpp"

#include <algorithm>

#include "scenarios/workloads/course_options.hpp"

namespace whitewater::tools::real {

namespace {

constexpr Duration quick_load = seconds(10);

class Scale {
 public:
  Scale(Duration load, Duration start) : load_(load), start_(start) {}

  Duration length(Duration length) const {
    __extension__ using Wide = __int128;
    const auto scaled = static_cast<std::int64_t>(static_cast<Wide>(length.ns) * quick_load.ns / load_.ns);
    return milliseconds(scaled / milliseconds(1).ns);
  }
  // Counted from the start of the run; what comes before the load keeps its time.
  Duration moment(Duration time) const { return time < start_ ? time : start_ + length(time - start_); }

 private:
  Duration load_, start_;
};

void scale_fault(scenarios::ScheduledFault& fault, const Scale& scale) {
  if (const std::optional<Duration> at = scenarios::time_of(fault.at)) fault.at = scale.moment(*at);
  for (std::optional<Duration>* const length : {&fault.lasts, &fault.every})
    if (*length) *length = std::max(scale.length(**length), milliseconds(1));
  if (fault.until) fault.until = scale.moment(*fault.until);
}

}  // namespace

void quicken(scenarios::Scenario& scenario) {
  course::Exercise& exercise = scenarios::exercise(scenario);
  scenario.name += "-quick";
  exercise.benchmarks.reset();
  const Duration load = exercise.load_time();
  if (load <= quick_load) return;
  const Scale scale(load, exercise.start_wait);
  exercise.lifetime = exercise.lifetime - (load - quick_load);
  exercise.requests = static_cast<std::uint32_t>(exercise.requests * quick_load.ns / load.ns);
  for (course::TimedEvent& event : exercise.events) event.time = scale.length(event.time);
  for (scenarios::ScheduledFault& fault : scenario.faults) scale_fault(fault, scale);
  if (scenario.heal) scenario.heal = scale.moment(*scenario.heal);
}

}  // namespace whitewater::tools::real
