// What is wrong with a list is told with the place in the file.
#include "scenarios/workloads/registers_list.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"

namespace whitewater::scenarios {
namespace {

using Kind = ListedOperation::Kind;

std::string place_text(std::size_t place) {
  return concat({"requests[", std::to_string(place), "]"});
}

Error misplaced(std::size_t place, std::string_view field, std::string message) {
  return Error{concat({place_text(place), ".", field}), std::move(message)};
}

std::optional<Error> invalid_time(const Registers& load, std::size_t place) {
  const std::vector<ListedOperation>& requests = *load.requests;
  const Duration time = requests[place].time;
  const Duration end = load.load_end() - Time{};
  if (time < load.start_wait || time >= end)
    return misplaced(place, "time",
                     concat({"expected from ", duration_text(load.start_wait), " (start_wait) to less than ",
                             duration_text(end), " (with the lifetime), found ", duration_text(time)}));
  if (place > 0 && time < requests[place - 1].time)
    return misplaced(place, "time",
                     concat({"expected no less than ", duration_text(requests[place - 1].time), ", the time of ",
                             place_text(place - 1), ", found ", duration_text(time)}));
  return std::nullopt;
}

std::optional<Error> invalid_content(const Registers& load, std::size_t place) {
  const ListedOperation& asked = (*load.requests)[place];
  // A file is refused for these by its field already; a search changes the fields that they depend on.
  const auto beyond = [&](std::string_view field, std::uint32_t most, std::string_view limit, std::uint32_t found) {
    return misplaced(place, field,
                     concat({"expected an integer from 0 to ", std::to_string(most), " (", limit, "), found ",
                             std::to_string(found)}));
  };
  if (asked.client >= load.clients) return beyond("client", load.clients - 1, "clients - 1", asked.client);
  if (asked.key && *asked.key >= load.keys) return beyond("key", load.keys - 1, "keys - 1", *asked.key);
  if (asked.kind == Kind::put && asked.client + load.read_only_clients >= load.clients)
    return misplaced(place, "operation", R"(expected "get", for this is one of the read_only_clients, found "put")");
  if (asked.value && asked.kind != Kind::put)
    return misplaced(place, "value", R"(expected nothing, for "operation" is not "put")");
  if (asked.value && load.values == 0) return misplaced(place, "value", "expected nothing, for values is 0");
  if (asked.value && *asked.value >= load.values) return beyond("value", load.values - 1, "values - 1", *asked.value);
  return std::nullopt;
}

std::optional<std::size_t> size_of(const Options& options) {
  const Registers& load = options.get<Registers>();
  return load.requests ? std::optional(load.requests->size()) : std::nullopt;
}

// "0015 puts k3 = v1 at 2.1 s"; what is drawn only in a run is not said.
std::string text_of(const Scenario& scenario, std::size_t place) {
  const ListedOperation& asked = (*registers(scenario).requests)[place];
  const NodeId client{static_cast<std::uint16_t>(scenario.replicas + asked.client)};
  std::string text = concat({node_text(client, scenario.replicas), !asked.kind                ? " asks"
                                                                   : *asked.kind == Kind::get ? " gets"
                                                                                              : " puts"});
  if (asked.key) text += concat({" k", std::to_string(*asked.key)});
  if (asked.value) text += concat({" = v", std::to_string(*asked.value)});
  return concat({text, " at ", exact_seconds(asked.time), " s"});
}

ListedRequest at(const Scenario& scenario, std::size_t place) {
  const ListedOperation& asked = (*registers(scenario).requests)[place];
  return {asked.client, asked.time, text_of(scenario, place), asked.key};
}

void keep(Options& options, const std::vector<bool>& kept) {
  std::vector<ListedOperation>& requests = *options.get<Registers>().requests;
  check(kept.size() == requests.size(), "of every request of the list it is said whether it stays");
  std::size_t left = 0;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!kept[i]) continue;
    // A number that follows from the place would become another one.
    const std::uint32_t number = number_at(requests, i);
    requests[left] = requests[i];
    requests[left++].number = number;
  }
  requests.resize(left);
}

// Who only reads is counted from the last client, so then each operation must say what it is.
bool drop_idle_clients(Options& options) {
  Registers& load = options.get<Registers>();
  unsigned needed = 1;
  bool told = true;
  for (const ListedOperation& asked : *load.requests) {
    needed = std::max(needed, asked.client + 1);
    told = told && asked.kind;
  }
  if (needed == load.clients || (load.read_only_clients > 0 && !told)) return false;
  load.clients = needed;
  load.read_only_clients = 0;
  return true;
}

}  // namespace

ListedOperation listed(const RegistersLoad& load, PlannedOperation operation, Time time) {
  ListedOperation said;
  said.client = operation.client;
  said.number = operation.number;
  said.time = time - Time{};
  said.kind = load.is_get(operation) ? Kind::get : Kind::put;
  said.key = load.key(operation);
  if (said.kind == Kind::put && load.options().values > 0) said.value = load.value(operation, 0);
  return said;
}

std::optional<Error> invalid_listed_operations(const Registers& load) {
  if (!load.requests) return std::nullopt;
  std::map<std::pair<unsigned, std::uint32_t>, std::size_t> seen;
  for (std::size_t i = 0; i < load.requests->size(); ++i) {
    if (std::optional<Error> invalid = invalid_time(load, i)) return invalid;
    if (std::optional<Error> invalid = invalid_content(load, i)) return invalid;
    const std::uint32_t number = number_at(*load.requests, i);
    const auto [first, fresh] = seen.try_emplace({(*load.requests)[i].client, number}, i);
    if (!fresh)
      return misplaced(i, "number",
                       concat({"expected every number of a client once, found ", std::to_string(number), " of ",
                               place_text(first->second), " again"}));
  }
  return std::nullopt;
}

const RequestList registers_requests{size_of, at, keep, drop_idle_clients,
                                     [](Options& options, std::size_t place, Duration time) {
                                       (*options.get<Registers>().requests)[place].time = time;
                                     }};

}  // namespace whitewater::scenarios
