// FieldTable: all fields that a scenario of one system and one workload has: what every run has, then the rows that
// the workload and the system bring. Each row has one owner. Reader, writer, JSON schema and reference follow from it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/format/fate_fields.hpp"
#include "scenarios/format/fault_fields.hpp"
#include "scenarios/format/field.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

enum class FieldOwner : std::uint8_t { scenario, workload, system };

struct FieldRow {
  Field field;
  FieldOwner owner = FieldOwner::scenario;

  // Where it lives; null where the field has no slot.
  void* slot(Scenario& scenario, std::size_t index) const;
};

class FieldTable {
 public:
  FieldTable(const Toolbox& toolbox, const System& system, const Workload& workload);
  // Of what the scenario has chosen.
  explicit FieldTable(const Scenario& scenario);

  // In the order in which a file is written, and checked: what bounds others comes first.
  std::span<const FieldRow> rows() const { return rows_; }
  // The row of that key in the object of that prefix ("", "replica.", "events[]."); null when there is none.
  const FieldRow* find(std::string_view parent, std::string_view key) const;
  const FieldRow* find(std::string_view path) const;

 private:
  void add(std::span<const Field> fields, FieldOwner owner);
  void add_choices(const Toolbox& toolbox, const System& system);

  std::vector<FieldRow> rows_;
  std::shared_ptr<const FaultFields> faults_;          // whose rows stand there too
  std::shared_ptr<const FateFields> fates_;            // likewise
  std::vector<std::string_view> systems_, workloads_;  // by name
};

// The value as a file spells it, on one line; nothing for what is not set, and for objects and lists.
std::optional<std::string> value_text(const FieldRow& row, Scenario& scenario, std::size_t index);

// The values that missing fields stand for.
class FieldDefaults {
 public:
  FieldDefaults(const FieldTable& table, const Toolbox& toolbox, const System& system, const Workload& workload);
  // Nothing when there is none.
  std::optional<std::string> text(const FieldRow& row);

 private:
  Scenario scenario_;  // with one element in every list
};

}  // namespace whitewater::scenarios
