// WrittenHistory: a small random history with the text of a file that tells it, in one of the forms of a format. Equal
// values are spelled differently, names and orders vary, times step back or are missing where the format allows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/check/linearizability/history.hpp"

namespace whitewater::tools::testing {

enum class Form : std::uint8_t { whitewater, json, jepsen, key_value, etcd, log, columns };

struct WrittenHistory {
  std::vector<checks::History> meant;  // a history of one key each
  std::string text;
  std::optional<std::string> initial;  // for --initial
  std::uint64_t operations = 0;        // in the text
};

// A pure function of its arguments.
WrittenHistory written_history(Form form, std::uint64_t seed);

}  // namespace whitewater::tools::testing
