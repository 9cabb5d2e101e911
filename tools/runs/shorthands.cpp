// Each option may be repeated: whether that makes sense is for its program to say.
#include "tools/runs/shorthands.hpp"

#include <algorithm>

#include "core/text/concat.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools {

void GivenShorthands::bind(ArgumentParser& parser, std::span<const OptionRow> known) {
  options = known;
  values.assign(known.size(), {});
  for (std::size_t i = 0; i < known.size(); ++i) parser.repeated(names_of(known[i]).front(), values[i]);
}

bool GivenShorthands::any() const {
  return std::any_of(values.begin(), values.end(), [](const auto& each) { return !each.empty(); });
}

// A value that begins with '-' must not be read as an option.
std::string GivenShorthands::words() const {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (const std::string& value : values[i])
      text += concat({" ", names_of(options[i]).front(), value.starts_with('-') ? "=" : " ", shell_quoted(value)});
  return text;
}

Result<std::vector<std::string>> changes(const Shorthands& known, const GivenShorthands& given,
                                         const std::vector<std::string>& overrides) {
  std::vector<std::string> all;
  if (given.any()) {
    Result<std::vector<std::string>> fields = known.set(given.values);
    if (!fields) return fields;
    all = std::move(fields.value());
  }
  all.insert(all.end(), overrides.begin(), overrides.end());
  return all;
}

}  // namespace whitewater::tools
