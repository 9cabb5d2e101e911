// ReportSection: what a workload adds to the report of a run, in text and in JSON: statistics, the rules of its own,
// grades. The report prints it in its place and knows no more.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/text/number_text.hpp"
#include "core/wire/json_writer.hpp"

namespace whitewater::scenarios {

// One number of a run, whose spread a sweep shows.
struct Figure {
  std::string_view key;  // "total_msgs"
  std::string_view label;
  std::uint64_t value = 0;
  bool seconds = false;         // a duration in nanoseconds
  std::string_view overview{};  // heading of its column in the overview of several scenarios; empty: it has none
};

// One of a few names: "full" of bonus, full, partial, none.
struct Grade {
  std::string_view metric;
  std::size_t rank = 0;
  std::span<const std::string_view> names{};
};

class ReportSection {
 public:
  virtual ~ReportSection() = default;

  // --- in text, in this order; each block with its heading ---
  virtual void add_statistics(std::string& /*text*/, const TextStyle& /*style*/) const {}
  // Lines among the checks of the run.
  virtual void add_checks(std::string& /*text*/, const TextStyle& /*style*/) const {}
  // passed: of a run that failed grades do not count.
  virtual void add_grades(std::string& /*text*/, bool /*passed*/, const TextStyle& /*style*/) const {}

  // Members into the object of the run, which is open.
  virtual void write_json(json::Writer& /*writer*/) const {}

  // Whether two runs that should be the same came to the same.
  virtual bool same_as(const ReportSection& other) const = 0;
};

}  // namespace whitewater::scenarios
