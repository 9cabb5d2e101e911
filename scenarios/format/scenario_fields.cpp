// The rows that every scenario has. To add a field, add a member to Scenario, or to the options of the system or
// workload that owns it, and a row to its table; then run the test executable rewrite_scenario_docs and put what it
// prints into docs/.
#include "scenarios/format/scenario_fields.hpp"

#include <algorithm>
#include <array>

#include "scenarios/format/fault_fields.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/format/replica_numbers.hpp"

namespace whitewater::scenarios {
namespace {

using namespace field_rows;
namespace types = field_types;
using simnet::DelayModel;

template <auto Member>
void* of_link(void* scenario, std::size_t index) {
  return &(static_cast<Scenario*>(scenario)->network.links[index].*Member);
}
template <auto Member>
void* of_clock(void* scenario, std::size_t index) {
  return &(static_cast<Scenario*>(scenario)->clocks[index].*Member);
}

// The system and the workload are chosen before any row is read.
types::parts::Refusal chosen_already(const Field&, const json::Value&, const Scenario&, void*) {
  return std::nullopt;
}
template <class Part>
std::string part_name(const Field&, const void* slot) {
  return '"' + std::string((*static_cast<const Part* const*>(slot))->name) + '"';
}
std::string never_written(const Field&, const void*) {
  return "";
}
std::string part_schema(const Field& field) {
  const std::string names = types::parts::choice_schema(field);
  return "\"anyOf\": [{" + names + R"(}, {"type": "object", "additionalProperties": false, "required": ["name"], )" +
         R"("properties": {"name": {)" + names + "}}}]";
}
template <class Part>
constexpr FieldType part{FieldType::Shape::value, chosen_already, part_name<Part>, types::parts::choice_words,
                         part_schema};
constexpr FieldType old_spelling{FieldType::Shape::value, chosen_already, never_written, types::parts::choice_words,
                                 types::parts::choice_schema};

constexpr std::array common{
    ranged("numbers", types::replica_numbers, 0, 999, at<&Scenario::numbers>,
           "By which number draws know each replica, so that it keeps its draws when others are removed. Without: 0, "
           "1, 2 …"),
    plain("delay", types::delay, at<&Scenario::network, &Network::delay>, "Delay of a message between replicas"),
    ordered(50, fraction("drops", at<&Scenario::network, &Network::loss>,
                         "Fraction of the messages between replicas that are lost")),
    fraction("duplication", at<&Scenario::network, &Network::duplication>,
             "Fraction of the messages between replicas that arrive twice"),
    plain("client_delay", types::delay, at<&Scenario::network, &Network::client_delay>,
          "Delay between client and replica, each way"),
    fraction("client_duplication", at<&Scenario::network, &Network::client_duplication>,
             "Fraction of the requests and answers that arrive twice"),
    plain("disk_delay", types::delay, at<&Scenario::network, &Network::disk>,
          "Time until a write is durable. Zero: at once"),
    plain("links", types::list<LinkOverride>, at<&Scenario::network, &Network::links>,
          "One-way links between replicas that differ from the rest"),
    required(plain("links[].from", types::replica, of_link<&LinkOverride::from>, "The sender")),
    required(plain("links[].to", types::replica, of_link<&LinkOverride::to>, "The receiver")),
    plain("links[].delay", types::optional_of<types::delay, DelayModel>, of_link<&LinkOverride::delay>,
          "Instead of `delay`"),
    ranged("links[].loss", types::optional_of<types::fraction, Probability>, 0, Probability::ppm_max,
           of_link<&LinkOverride::loss>, "Instead of `drops`"),
    ranged("links[].duplication", types::optional_of<types::fraction, Probability>, 0, Probability::ppm_max,
           of_link<&LinkOverride::duplication>, "Instead of `duplication`"),
    plain("links[].cut", types::flag, of_link<&LinkOverride::cut>, "Whether nothing at all passes"),
    ranged("clock_drift_ppm", types::integer<std::uint32_t>, 0, 100'000, at<&Scenario::clock_drift_ppm>,
           "The rates of any two replicas' clocks differ by at most so many parts per million; each is drawn"),
    plain("clocks", types::list<NodeClock>, at<&Scenario::clocks>,
          "Clocks of replicas that are not drawn; see *Clocks*"),
    required(plain("clocks[].replica", types::replica, of_clock<&NodeClock::replica>, "Whose clock")),
    ranged("clocks[].rate_ppm", types::integer<std::int32_t>, -simnet::Clock::rate_ppm_max, simnet::Clock::rate_ppm_max,
           of_clock<&NodeClock::rate_ppm>,
           "It runs faster than the world's time by so many parts per million; negative: slower"),
    duration("clocks[].offset", of_clock<&NodeClock::offset>, "How far it is ahead, from the start on"),
    ranged("clocks[].jumps", types::clock_jumps, 0, hour, of_clock<&NodeClock::jumps>,
           "When it jumps, and by how much. A clock that jumps back stands still for so long"),
    plain("faults", types::list<ScheduledFault>, at<&Scenario::faults>, "What goes wrong, and when; see *Faults*"),
};
// Behind the rows of faults.
constexpr std::array fates{
    plain("fates", types::list<Fate>, at<&Scenario::fates>,
          "What becomes of single messages and writes, instead of what is drawn for them; see *Fates*"),
};
// Behind the rows of fates.
constexpr std::array common_end{
    ranged("heal", types::optional_of<types::duration, Duration>, 0, hour, at<&Scenario::heal>,
           "The time, from the start of the run, at which all faults end; then the cluster must come to rest. Not "
           "before the last request"),
    ranged(
        "heal_within", types::integer<std::uint32_t>, 8, 1'000, at<&Scenario::heal_within>,
        "How long the cluster may take to come to rest after `heal`, in settling times of the system; see *Liveness*"),
    ranged("events_per_instant_max", types::integer<std::uint32_t>, 100, 1'000'000'000,
           at<&Scenario::events_per_instant_max>,
           "A node that handles more events in one instant fails the run: its time would never advance"),
};

}  // namespace

void* FieldRow::slot(Scenario& scenario, std::size_t index) const {
  if (field.slot == nullptr) return nullptr;
  switch (owner) {
    case FieldOwner::workload:
      return field.slot(scenario.workload_options.data(), index);
    case FieldOwner::system:
      return field.slot(scenario.system_options.data(), index);
    case FieldOwner::scenario:
      break;
  }
  return field.slot(&scenario, index);
}

FieldTable::FieldTable(const Toolbox& toolbox, const System& system, const Workload& workload)
    : faults_(std::make_shared<const FaultFields>(system)), fates_(std::make_shared<const FateFields>(system)) {
  add_choices(toolbox, system);
  add(common, FieldOwner::scenario);
  add(faults_->rows(), FieldOwner::scenario);
  add(fates, FieldOwner::scenario);
  add(fates_->rows(), FieldOwner::scenario);
  add(common_end, FieldOwner::scenario);
  add(workload.fields, FieldOwner::workload);
  add(system.fields, FieldOwner::system);
  std::stable_sort(rows_.begin(), rows_.end(),
                   [](const FieldRow& a, const FieldRow& b) { return a.field.order < b.field.order; });
}

FieldTable::FieldTable(const Scenario& scenario)
    : FieldTable(*scenario.toolbox, *scenario.system, *scenario.workload) {}

void FieldTable::add(std::span<const Field> fields, FieldOwner owner) {
  for (const Field& field : fields) rows_.push_back({field, owner});
}

void FieldTable::add_choices(const Toolbox& toolbox, const System& system) {
  for (const System& known : toolbox.systems) systems_.push_back(known.name);
  for (const Workload& known : toolbox.workloads) workloads_.push_back(known.name);
  Field chosen_system =
      plain("system", part<System>, at<&Scenario::system>,
            "What is under test: a name, or an object with a `name`. It decides which fields the replicas have");
  chosen_system.choices = systems_;
  Field protocol = plain("protocol", old_spelling, at<&Scenario::system>, "The old spelling of `system`");
  protocol.choices = systems_;
  Field chosen_workload = plain("workload", part<Workload>, at<&Scenario::workload>,
                                "Who uses the system and judges what it answered, spelled like `system`. It decides "
                                "which fields clients and judges have");
  chosen_workload.choices = workloads_;
  const std::array fields{
      ordered(0, plain("$schema", types::ignored, nullptr, "Where editors find the schema of this format. Ignored")),
      ordered(0, plain("description", types::ignored, nullptr, "What the scenario shows, for people. Ignored")),
      ordered(0, plain("failure", types::ignored, nullptr,
                       "How a recorded run failed: what `replay` compares with. Ignored by everything else")),
      ordered(0, chosen_system),
      ordered(0, protocol),
      ordered(0, chosen_workload),
      ordered(20, required(ranged("replicas", types::integer<unsigned>, system.replicas_min, system.replicas_max,
                                  at<&Scenario::replicas>, "How many replicas"))),
      plain("seed", types::seed, at<&Scenario::seed>,
            "Seed of the whole run: a number, or a decimal or hexadecimal string. Without one: 1")};
  add(fields, FieldOwner::scenario);
}

const FieldRow* FieldTable::find(std::string_view parent, std::string_view key) const {
  for (const FieldRow& row : rows_)
    if (row.field.key() == key && row.field.parent() == parent) return &row;
  return nullptr;
}

const FieldRow* FieldTable::find(std::string_view path) const {
  for (const FieldRow& row : rows_)
    if (row.field.path == path) return &row;
  return nullptr;
}

std::optional<std::string> value_text(const FieldRow& row, Scenario& scenario, std::size_t index) {
  if (!row.field.is(FieldType::Shape::value)) return std::nullopt;
  std::string text = row.field.type->text(row.field, row.slot(scenario, index));
  if (text.empty()) return std::nullopt;
  return text;
}

FieldDefaults::FieldDefaults(const FieldTable& table, const Toolbox& toolbox, const System& system,
                             const Workload& workload)
    : scenario_(make_scenario(toolbox, system, workload)) {
  for (const FieldRow& row : table.rows())
    if (row.field.type->resize != nullptr) row.field.type->resize(row.slot(scenario_, 0), 1);
  // What a file that names neither means; the options stay those that the rows belong to.
  scenario_.system = &toolbox.systems.front();
  scenario_.workload = &toolbox.workloads.front();
}

std::optional<std::string> FieldDefaults::text(const FieldRow& row) {
  if (row.field.required) return std::nullopt;
  return value_text(row, scenario_, 0);
}

}  // namespace whitewater::scenarios
