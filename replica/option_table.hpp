// The table of options that configure the replica itself: one row an option, named as the field of a scenario's
// "replica" object is, with dashes. Help, parser and tests go by it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/base/error.hpp"
#include "replica/options.hpp"

namespace whitewater::replica {

struct OptionRow {
  std::string_view name;
  std::string_view value;  // as the help names it
  std::string_view meaning;
  // What is wrong with the text; nothing when it was taken.
  std::optional<Error> (*set)(Options&, std::string_view text);
};

std::span<const OptionRow> option_table();

// "20ms", "1.75s": a number and a unit (ns, us, ms, s).
Result<Duration> parse_duration(std::string_view text);

}  // namespace whitewater::replica
