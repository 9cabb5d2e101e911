// The table of options that configure the replica itself: one row per option. An option has the name of the field in a
// scenario's "replica" object, with dashes. Help, parser and tests use this table.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/base/error.hpp"
#include "replica/options.hpp"

namespace whitewater::replica {

struct OptionRow {
  std::string_view name;
  std::string_view value;  // the placeholder in the help text
  std::string_view meaning;
  // Parses the text. Returns nothing on success, otherwise what is wrong with the text.
  std::optional<Error> (*set)(Options&, std::string_view text);
};

std::span<const OptionRow> option_table();

// Parses "20ms" or "1.75s": a number and a unit (ns, us, ms, s).
Result<Duration> parse_duration(std::string_view text);

}  // namespace whitewater::replica
