// The term that a message of any program says: an integer in a field that is named so ("term", "currentTerm", …), of
// the message or of an object in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whitewater::tools::virtual_time {

struct TermSaid {
  std::uint64_t term = 0;
  std::string field;  // "data.term"
};

// field: the path of the field, names with dots between; empty: any field that is named as terms are. Nothing: the
// message says no term.
std::optional<TermSaid> term_of(std::string_view message, std::string_view field);

}  // namespace whitewater::tools::virtual_time
