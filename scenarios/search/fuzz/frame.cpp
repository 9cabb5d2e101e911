// Fields are fixed by their rows: the spelling of the base's value is read into the drawn scenario.
#include "scenarios/search/fuzz/frame.hpp"

#include <algorithm>

#include "core/text/concat.hpp"
#include "core/text/nearest_name.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/value_text.hpp"

namespace whitewater::scenarios::fuzz {

namespace {

// Chosen before any row is read; or not a value of the run.
bool never_drawn(std::string_view path) {
  return path == "system" || path == "protocol" || path == "workload";
}

// The row says so, or the field is chosen before it.
bool is_never_drawn(const Field& field) {
  return never_drawn(field.path) || field.draws == Field::Draws::never;
}

// "faults" names "faults[].type", "replica" names "replica.prevote".
bool names(std::string_view path, std::string_view row) {
  if (!row.starts_with(path)) return false;
  const std::string_view rest = row.substr(path.size());
  return rest.empty() || rest.front() == '.' || rest.front() == '[';
}

std::optional<Error> faults_invalid(const Scenario& scenario) {
  std::vector<std::uint32_t> numbers;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    if (const std::optional<FaultComplaint> wrong = complaint(scenario.faults[i], scenario.heal))
      return Error{concat({"faults[", std::to_string(i), "].", wrong->field}), wrong->message};
    numbers.push_back(number_of(scenario.faults, i));
  }
  std::sort(numbers.begin(), numbers.end());
  if (std::adjacent_find(numbers.begin(), numbers.end()) != numbers.end())
    return Error{"faults[].number", "expected numbers that differ"};
  return std::nullopt;
}

bool refers_to_missing_replicas(const Scenario& scenario) {
  const NodeSet all = NodeSet::first(scenario.replicas);
  const auto outside = [&](NodeSet nodes) { return !(nodes - all).empty(); };
  for (const ScheduledFault& fault : scenario.faults)
    if (outside(fault.replicas.nodes) || outside(fault.from.nodes) || outside(fault.to.nodes) ||
        fault.replicas.random > scenario.replicas || fault.from.random > scenario.replicas ||
        fault.to.random > scenario.replicas)
      return true;
  for (const LinkOverride& link : scenario.network.links)
    if (!all.contains(link.from) || !all.contains(link.to) || link.from == link.to) return true;
  NodeSet clocks;
  for (const NodeClock& clock : scenario.clocks) {
    if (!all.contains(clock.replica) || clocks.contains(clock.replica)) return true;
    clocks.insert(clock.replica);
  }
  return false;
}

}  // namespace

Facts facts_of(const Scenario& scenario) {
  Runner runner;
  const Prospects prospects = runner.look_ahead(scenario);
  const bool has_word = runner.cluster().coverage(NodeSet::first(scenario.replicas)).has_value();
  return {prospects.end, prospects.has_codec, runner.has_checker(),
          has_word ? WordSource::states : WordSource::messages};
}

Scenario base_scenario(const Toolbox& toolbox) {
  const auto drawing = std::find_if(toolbox.workloads.begin(), toolbox.workloads.end(),
                                    [](const Workload& workload) { return workload.draw != nullptr; });
  const Workload& workload = drawing != toolbox.workloads.end() ? *drawing : toolbox.workloads.front();
  const System& system = toolbox.systems.front();
  Scenario base = make_scenario(toolbox, system, workload);
  base.replicas = std::clamp(base.replicas, system.replicas_min, system.replicas_max);
  return base;
}

std::optional<Error> invalid(const Scenario& scenario) {
  if (scenario.replicas < scenario.system->replicas_min || scenario.replicas > scenario.system->replicas_max)
    return Error{"replicas", "expected as many as the system allows"};
  if (refers_to_missing_replicas(scenario)) return Error{"replicas", "expected all that are named"};
  if (std::optional<Error> wrong = faults_invalid(scenario)) return wrong;
  for (const auto check : {scenario.workload->invalid, scenario.system->invalid})
    if (check != nullptr)
      if (std::optional<Error> wrong = check(scenario)) return wrong;
  return std::nullopt;
}

Result<Frame> Frame::make(const Scenario& base, std::span<const GivenField> given, const Choice& choice) {
  Frame frame(base, std::make_shared<const FieldTable>(base));
  std::vector<std::string_view> known;
  for (const FieldRow& row : frame.table().rows()) known.push_back(row.field.path);
  for (const auto* const paths : {&choice.vary, &choice.fix})
    for (const std::string& path : *paths) {
      if (std::any_of(known.begin(), known.end(), [&](std::string_view row) { return names(path, row); })) continue;
      const std::string_view nearest = nearest_name(path, known);
      return Error{
          concat({paths == &choice.vary ? "--vary " : "--fix ", printable(path, 60)}),
          concat({"no such field", nearest.empty() ? "" : "; did you mean \"", nearest, nearest.empty() ? "" : "\"?"})};
    }
  for (const std::string& path : choice.vary) {
    if (std::all_of(known.begin(), known.end(), [&](std::string_view row) {
          return !names(path, row) || is_never_drawn(frame.table().find(row)->field);
        }))
      return Error{concat({"--vary ", path}), "this field is never drawn"};
    if (std::find(choice.fix.begin(), choice.fix.end(), path) != choice.fix.end())
      return Error{concat({"--vary ", path}), "expected a field that --fix does not name, too"};
  }
  const auto named = [](const std::vector<std::string>& paths, std::string_view row) {
    return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) { return names(path, row); });
  };
  for (const FieldRow& row : frame.table().rows()) {
    const std::string_view path = row.field.path;
    if (never_drawn(path) || row.field.is(FieldType::Shape::ignored)) continue;
    const bool is_given =
        path != "seed" && std::any_of(given.begin(), given.end(), [&](const GivenField& f) { return f.path == path; });
    if (named(choice.fix, path) || (is_given && !named(choice.vary, path))) frame.fixed_.emplace_back(path);
  }
  // What stands in a fixed list is fixed with it, also what its elements do not say.
  for (const FieldRow& row : frame.table().rows()) {
    const std::size_t list = row.field.path.find("[]");
    if (list != std::string_view::npos ? frame.fixes(row.field.path.substr(0, list)) : frame.fixes(row.field.path))
      frame.keep(row);
  }
  frame.facts_ = facts_of(base);
  return frame;
}

bool Frame::fixes(std::string_view path) const {
  return std::find(fixed_.begin(), fixed_.end(), path) != fixed_.end();
}

void Frame::keep(const FieldRow& row) {
  const Field& field = row.field;
  if (field.is(FieldType::Shape::list)) {
    lists_.push_back({row, field.type->size(row.slot(base_, 0))});
    return;
  }
  if (!field.is(FieldType::Shape::value)) return;
  const std::size_t list = field.path.find("[]");
  std::size_t count = 1;
  if (list != std::string_view::npos) {
    const FieldRow* const whole = table_->find(field.path.substr(0, list));
    count = whole->field.type->size(whole->slot(base_, 0));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::optional<std::string> text = value_text(row, base_, i);
    if (!text) continue;
    Result<json::Value> value = json::parse(*text);
    if (value.ok()) values_.push_back({row, i, std::move(value.value())});
  }
}

bool Frame::set_fixed(Scenario& drawn) const {
  if (fixes("heal")) drawn.heal = base_.heal;
  for (const List& list : lists_) {
    // Elements that are gone leave nothing of themselves to the new ones.
    list.row.field.type->resize(list.row.slot(drawn, 0), 0);
    list.row.field.type->resize(list.row.slot(drawn, 0), list.size);
  }
  for (const Kept& kept : values_)
    if (kept.row.field.type->read(kept.row.field, kept.value, drawn, kept.row.slot(drawn, kept.index))) return false;
  return true;
}

bool Frame::apply(Scenario& drawn) const {
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (attempt >= 1) {
      drawn.workload_options = base_.workload_options;
      drawn.heal = base_.heal;
    }
    if (attempt >= 2) drawn.system_options = base_.system_options;
    if (drawn.heal)
      std::erase_if(drawn.faults, [&](const ScheduledFault& fault) {
        const std::optional<Duration> at = time_of(fault.at);
        return at && *at > *drawn.heal;
      });
    if (drawn.system->temper != nullptr) drawn.system->temper(drawn);
    if (!set_fixed(drawn)) continue;
    // Clocks that the system promises nothing for become those of the base; else a failure of it would prove nothing.
    if (!promised(drawn)) {
      drawn.clocks = base_.clocks;
      drawn.clock_drift_ppm = base_.clock_drift_ppm;
    }
    if (promised(drawn) && !invalid(drawn)) return true;
  }
  return false;
}

bool Frame::promised(const Scenario& drawn) const {
  const auto promises = base_.system->promises;
  return promises == nullptr || promises(drawn) || !promises(base_);
}

}  // namespace whitewater::scenarios::fuzz
