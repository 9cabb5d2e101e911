// Plain configuration, by the rows of the fields: so it works for whatever system and workload there is.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "core/wire/json.hpp"
#include "scenarios/format/draw_list.hpp"
#include "scenarios/format/scenario_fields.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

using Shape = FieldType::Shape;

// Other passes make these smaller, or they mean another run or another judgement.
constexpr std::array<std::string_view, 9> of_others{
    "system", "protocol", "workload", "seed", "replicas", "heal", "heal_within", "events_per_instant_max", "faults"};

bool in_a_list(const Field& field) {
  return field.path.find("[]") != std::string_view::npos;
}
bool is_of_others(const Field& field) {
  return std::find(of_others.begin(), of_others.end(), field.path) != of_others.end();
}

// The defaults of the network are drawn from again.
bool is_of_the_network(const FieldRow& row) {
  return row.owner == FieldOwner::scenario && (row.field.path == "delay" || row.field.path == "client_delay");
}
bool no_chance(const Network& network) {
  return network.delay.kind == simnet::DelayModel::Kind::constant;
}

// The rows whose value is another one than the default, with the default as JSON.
struct Change {
  const FieldRow* row;
  json::Value plain;
};
std::vector<Change> changes(const FieldTable& table, Scenario& scenario) {
  const bool pinned = no_chance(scenario.network);
  FieldDefaults defaults(table, *scenario.toolbox, *scenario.system, *scenario.workload);
  std::vector<Change> found;
  for (const FieldRow& row : table.rows()) {
    if (!row.field.is(Shape::value) || row.field.required || in_a_list(row.field) || is_of_others(row.field)) continue;
    if (pinned && is_of_the_network(row)) continue;
    // What no search draws says what is under test: whose program, with which words.
    if (row.field.draws == Field::Draws::never) continue;
    const std::optional<std::string> plain = defaults.text(row);
    if (!plain || row.slot(scenario, 0) == nullptr || value_text(row, scenario, 0) == plain) continue;
    Result<json::Value> value = json::parse(*plain);
    if (value.ok()) found.push_back({&row, std::move(value.value())});
  }
  return found;
}

}  // namespace

bool is_valid(const Scenario& scenario) {
  if (scenario.system->invalid != nullptr && scenario.system->invalid(scenario)) return false;
  if (scenario.workload->invalid != nullptr && scenario.workload->invalid(scenario)) return false;
  return std::none_of(scenario.faults.begin(), scenario.faults.end(),
                      [&](const ScheduledFault& fault) { return complaint(fault, scenario.heal).has_value(); });
}

void plain_fields(Shrinking& shrinking) {
  Scenario from = shrinking.best();
  const FieldTable table(from);
  Runner ahead;
  const Prospects before = ahead.look_ahead(from);
  std::vector<Change> all = changes(table, from);
  const auto with = [&](const std::vector<bool>& kept) {
    Scenario candidate = from;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (!kept[i])
        (void)all[i].row->field.type->read(all[i].row->field, all[i].plain, candidate, all[i].row->slot(candidate, 0));
    return candidate;
  };
  // What would make the run longer, or its clients more, is none.
  std::erase_if(all, [&](const Change& change) {
    Scenario candidate = from;
    if (change.row->field.type->read(change.row->field, change.plain, candidate, change.row->slot(candidate, 0)))
      return true;
    if (!is_valid(candidate)) return false;
    const Prospects after = ahead.look_ahead(candidate);
    return after.end > before.end || after.clients > before.clients;
  });
  take_away(shrinking, all.size(), [&](const std::vector<bool>& kept) {
    Scenario candidate = with(kept);
    return is_valid(candidate) && shrinking.accepts_no_larger(std::move(candidate));
  });
}

void smaller_numbers(Shrinking& shrinking) {
  Scenario from = shrinking.best();
  const FieldTable table(from);
  FieldDefaults defaults(table, *from.toolbox, *from.system, *from.workload);
  const auto number_in = [&](const FieldRow& row) -> std::optional<std::int64_t> {
    const std::string text = value_text(row, from, 0).value_or("");
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || defaults.text(row) == text) return std::nullopt;
    return number;
  };
  for (const FieldRow& row : table.rows()) {
    if (row.owner != FieldOwner::system || !row.field.is(Shape::value) || in_a_list(row.field)) continue;
    from = shrinking.best();
    const std::optional<std::int64_t> number = number_in(row);
    if (!number) continue;
    const std::int64_t low = limits(row.field, from).low;
    for (const std::int64_t smaller : {low, low + 1, low + (*number - low) / 2}) {
      if (smaller >= *number) break;
      Scenario candidate = from;
      const Result<json::Value> value = json::parse(std::to_string(smaller));
      if (!value || row.field.type->read(row.field, value.value(), candidate, row.slot(candidate, 0))) break;
      if (is_valid(candidate) && shrinking.accepts(std::move(candidate))) break;
    }
  }
}

void drop_list_elements(Shrinking& shrinking) {
  const auto each = [&](auto member) {
    const Scenario from = shrinking.best();
    take_away(shrinking, member(const_cast<Scenario&>(from)).size(), [&](const std::vector<bool>& kept) {
      Scenario candidate = from;
      auto& list = member(candidate);
      std::size_t place = 0;
      std::erase_if(list, [&](const auto&) { return !kept[place++]; });
      return shrinking.accepts(std::move(candidate));
    });
  };
  each([](Scenario & scenario) -> auto& { return scenario.network.links; });
  each([](Scenario & scenario) -> auto& { return scenario.clocks; });
  // Of lists that only their owners know the last elements can go.
  const DrawList* const from_draws = shrinking.best().system->draws;
  const FieldTable table(shrinking.best());
  for (const FieldRow& row : table.rows()) {
    if (!row.field.is(Shape::list) || row.owner == FieldOwner::scenario || in_a_list(row.field)) continue;
    // What is drawn stays data until all else is settled: pin_draws() takes it away.
    if (from_draws != nullptr && row.field.path == from_draws->field) continue;
    Scenario candidate = shrinking.best();
    std::size_t size = row.field.type->size(row.slot(candidate, 0));
    for (std::size_t fewer = size; fewer > 0 && size > 0 && !shrinking.spent(); fewer /= 2) {
      candidate = shrinking.best();
      size = row.field.type->size(row.slot(candidate, 0));
      if (fewer > size) continue;
      row.field.type->resize(row.slot(candidate, 0), size - fewer);
      if (is_valid(candidate)) shrinking.accepts(std::move(candidate));
    }
  }
}

void drop_clients(Shrinking& shrinking) {
  Runner ahead;
  const unsigned clients = ahead.look_ahead(shrinking.best()).clients;
  const FieldTable table(shrinking.best());
  // Nothing: the row does not say so, or so few are not enough.
  const auto with = [&](const FieldRow& row, unsigned count) -> std::optional<Scenario> {
    Scenario candidate = shrinking.best();
    const Result<json::Value> value = json::parse(std::to_string(count));
    if (!value || row.field.type->read(row.field, value.value(), candidate, row.slot(candidate, 0)) ||
        !is_valid(candidate) || ahead.look_ahead(candidate).clients != count)
      return std::nullopt;
    return candidate;
  };
  for (const FieldRow& row : table.rows()) {
    if (row.owner != FieldOwner::workload || !row.field.is(Shape::value) || in_a_list(row.field)) continue;
    for (unsigned fewer = 1; fewer < clients && !shrinking.spent(); ++fewer) {
      std::optional<Scenario> candidate = with(row, fewer);
      if (candidate && shrinking.accepts(std::move(*candidate))) return;
    }
  }
}

}  // namespace whitewater::scenarios
