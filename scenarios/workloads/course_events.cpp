// An event that stays keeps its number, by which its replicas are drawn.
#include "scenarios/workloads/course_events.hpp"

#include <string>
#include <utility>

#include "core/course/rules.hpp"
#include "core/text/concat.hpp"

namespace whitewater::scenarios {
namespace {

using course::Exercise;

std::size_t size_of(const Options& options) {
  return options.get<Exercise>().events.size();
}

ListedEvent at(const Options& options, std::size_t place) {
  const Exercise& run = options.get<Exercise>();
  const course::TimedEvent& event = run.events[place];
  std::string kind(course::event_type_names[static_cast<std::size_t>(event.type)]);
  return {run.start_wait + event.time, concat({"the ", kind}), std::move(kind)};
}

void keep(Options& options, const std::vector<bool>& kept) {
  std::vector<course::TimedEvent>& events = options.get<Exercise>().events;
  std::vector<course::TimedEvent> left;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!kept[i]) continue;
    left.push_back(events[i]);
    left.back().number = course::number_of(events, i);
  }
  events = std::move(left);
}

bool move(Options& options, std::size_t place, Duration time) {
  Exercise& run = options.get<Exercise>();
  if (time < run.start_wait || time > run.start_wait + run.load_time()) return false;
  run.events[place].time = time - run.start_wait;
  return true;
}

}  // namespace

constinit const EventList course_events{size_of, at, keep, move};

}  // namespace whitewater::scenarios
