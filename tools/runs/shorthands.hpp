// Shorthands: options that a program adds to each verb that takes a scenario or a failure, short for fields that they
// set. The verbs know their names and what they set, and nothing of what that means.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "tools/terminal/verb_table.hpp"

namespace whitewater::scenarios {
struct Scenario;
}

namespace whitewater::tools {

class ArgumentParser;

// What a command runs.
struct Several {
  bool scenarios = false;
  bool seeds = false;
};

struct Shorthands {
  std::span<const OptionRow> options{};
  // What they set, "path=value" each, as --set takes it. values: those that each option was given, in the order of the
  // options. An error says what is wrong with them, in one line.
  Result<std::vector<std::string>> (*set)(std::span<const std::vector<std::string>> values) = nullptr;
  // Files that each run writes must not be one file: what is wrong with those of a scenario, which the command runs
  // with others or with several seeds. Null: runs write none.
  std::optional<Error> (*one_file)(const scenarios::Scenario& scenario, Several several) = nullptr;
};

// Those of one command line.
struct GivenShorthands {
  std::span<const OptionRow> options{};
  std::vector<std::vector<std::string>> values{};  // of each option

  // known: outlives this.
  void bind(ArgumentParser& parser, std::span<const OptionRow> known);
  bool any() const;
  // As they stand on a command line, each with a blank before it.
  std::string words() const;
};

// What the shorthands set, and behind it the overrides, which win.
Result<std::vector<std::string>> changes(const Shorthands& known, const GivenShorthands& given,
                                         const std::vector<std::string>& overrides);

}  // namespace whitewater::tools
