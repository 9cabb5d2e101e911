// ReportSection: the workload's part of the report of a run, in text and in JSON: statistics, its own rules, grades.
// The report prints a section without knowing what is in it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/text/number_text.hpp"
#include "core/wire/json_writer.hpp"

namespace whitewater::scenarios {

// One number of a run. A sweep shows its spread.
struct Figure {
  std::string_view key;  // "total_msgs"
  std::string_view label;
  std::uint64_t value = 0;
  bool seconds = false;         // a duration in nanoseconds
  std::string_view overview{};  // the heading of its column in the overview of several scenarios; empty: no column
};

// One of a few names: for example "full" of bonus, full, partial, none.
struct Grade {
  std::string_view metric;
  std::size_t rank = 0;
  std::span<const std::string_view> names{};
};

class ReportSection {
 public:
  virtual ~ReportSection() = default;

  // --- in text, printed in this order; each block with its heading ---
  virtual void add_statistics(std::string& /*text*/, const TextStyle& /*style*/) const {}
  // Adds lines to the list of checks of the run.
  virtual void add_checks(std::string& /*text*/, const TextStyle& /*style*/) const {}
  // passed: grades count only in a run that passed.
  virtual void add_grades(std::string& /*text*/, bool /*passed*/, const TextStyle& /*style*/) const {}

  // Writes members into the open object of the run.
  virtual void write_json(json::Writer& /*writer*/) const {}

  // True if two runs that should be equal gave equal sections.
  virtual bool same_as(const ReportSection& other) const = 0;
};

}  // namespace whitewater::scenarios
