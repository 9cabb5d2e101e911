// What is wrong with a list is told with the place in the file.
#include "scenarios/workloads/course_list.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/workloads/course_options.hpp"

namespace whitewater::scenarios {
namespace {

using course::Exercise;
using Kind = course::ListedRequest::Kind;
using List = std::vector<course::ListedRequest>;

std::uint32_t number_at(const List& list, std::size_t place) {
  return list[place].number.value_or(static_cast<std::uint32_t>(place));
}

std::string place_text(std::size_t place) {
  return concat({"request_list[", std::to_string(place), "]"});
}

Error misplaced(std::size_t place, std::string_view field, std::string message) {
  return Error{concat({place_text(place), ".", field}), std::move(message)};
}

std::optional<Error> invalid_time(const Exercise& run, std::size_t place) {
  const List& list = *run.request_list;
  const Duration time = list[place].time;
  const Duration end = run.start_wait + run.load_time();
  if (time < run.start_wait || time >= end)
    return misplaced(place, "time",
                     concat({"expected from ", duration_text(run.start_wait), " (start_wait) to less than ",
                             duration_text(end), " (with the lifetime), found ", duration_text(time)}));
  if (place > 0 && time < list[place - 1].time)
    return misplaced(place, "time",
                     concat({"expected no less than ", duration_text(list[place - 1].time), ", the time of ",
                             place_text(place - 1), ", found ", duration_text(time)}));
  return std::nullopt;
}

std::optional<Error> invalid_content(const Exercise& run, std::size_t place) {
  const course::ListedRequest& asked = (*run.request_list)[place];
  if (number_at(*run.request_list, place) >= run.requests)
    return misplaced(place, "number",
                     concat({"expected a number below ", std::to_string(run.requests), " (requests), found ",
                             std::to_string(number_at(*run.request_list, place))}));
  if (asked.key && run.shared_keys == 0)
    return misplaced(place, "key", "expected nothing, for load.shared_keys is 0: each client has keys of its own");
  if (asked.key && *asked.key >= run.shared_keys)
    return misplaced(place, "key",
                     concat({"expected an integer from 0 to ", std::to_string(run.shared_keys - 1),
                             " (load.shared_keys - 1), found ", std::to_string(*asked.key)}));
  return std::nullopt;
}

std::optional<std::size_t> size_of(const Options& options) {
  const Exercise& run = options.get<Exercise>();
  return run.request_list ? std::optional(run.request_list->size()) : std::nullopt;
}

ListedRequest at(const Scenario& scenario, std::size_t place) {
  const course::ListedRequest& asked = (*exercise(scenario).request_list)[place];
  const NodeId client{static_cast<std::uint16_t>(scenario.replicas + asked.client)};
  std::string text = concat({node_text(client, scenario.replicas), !asked.kind                ? " asks"
                                                                   : *asked.kind == Kind::get ? " gets"
                                                                                              : " puts"});
  if (asked.key) text += concat({" k", std::to_string(*asked.key)});
  return {asked.client, asked.time, concat({text, " at ", exact_seconds(asked.time), " s"}), asked.key};
}

void keep(Options& options, const std::vector<bool>& kept) {
  List& list = *options.get<Exercise>().request_list;
  check(kept.size() == list.size(), "of every request of the list it is said whether it stays");
  std::size_t left = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!kept[i]) continue;
    // A number that follows from the place would become another one.
    const std::uint32_t number = number_at(list, i);
    list[left] = list[i];
    list[left++].number = number;
  }
  list.resize(left);
}

}  // namespace

course::ListedRequest listed(const course::Course& course, std::uint32_t number) {
  const course::Workload& plan = course.workload();
  course::ListedRequest said;
  said.client = plan.client_of(number);
  said.number = number;
  said.time = plan.due(number) - Time{};
  said.kind = plan.is_get(number) ? Kind::get : Kind::put;
  if (const std::uint32_t keys = course.rules().shared_keys; keys > 0) said.key = plan.shared_key(number, keys);
  return said;
}

std::optional<Error> invalid_listed_requests(const Exercise& run) {
  if (!run.request_list) return std::nullopt;
  std::map<std::uint32_t, std::size_t> seen;
  for (std::size_t i = 0; i < run.request_list->size(); ++i) {
    if (std::optional<Error> invalid = invalid_time(run, i)) return invalid;
    if (std::optional<Error> invalid = invalid_content(run, i)) return invalid;
    const std::uint32_t number = number_at(*run.request_list, i);
    const auto [first, fresh] = seen.try_emplace(number, i);
    if (!fresh)
      return misplaced(i, "number",
                       concat({"expected every number once, found ", std::to_string(number), " of ",
                               place_text(first->second), " again"}));
  }
  return std::nullopt;
}

const RequestList course_requests{size_of, at, keep, nullptr, [](Options& options, std::size_t place, Duration time) {
                                    (*options.get<Exercise>().request_list)[place].time = time;
                                  }};

}  // namespace whitewater::scenarios
