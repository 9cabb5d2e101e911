// Names, and the columns of the help.
#include "tools/terminal/verb_table.hpp"

#include <array>

#include "core/text/number_text.hpp"

namespace whitewater::tools {

namespace {

constexpr std::size_t names_width = 20;

constexpr std::array common{
    OptionRow{"--color", "WHEN", "always, never, or auto: on a terminal", WordKind::choice, "auto always never"},
    OptionRow{"-h, --help", "", "this text"},
};

}  // namespace

std::string joined(const std::vector<std::string_view>& words, std::string_view between) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : between).append(word);
  return text;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" ,", at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::vector<std::string_view> names_of(const OptionRow& row) {
  return words_of(row.names);
}

std::vector<OptionRow> options_of(const VerbTable& table) {
  std::vector<OptionRow> rows(table.options.begin(), table.options.end());
  rows.insert(rows.end(), common.begin(), common.end());
  return rows;
}

std::string filled_in(std::string_view text, const HelpNames& names) {
  std::string out(text);
  const auto fill = [&out](std::string_view blank, std::string_view name) {
    for (std::size_t at = 0; (at = out.find(blank, at)) != std::string::npos; at += name.size())
      out.replace(at, blank.size(), name);
  };
  fill("{program}", names.program);
  fill("{example}", names.example);
  return out;
}

std::string help_text(const VerbTable& table, const HelpNames& names) {
  std::string text = filled_in(table.opening, names);
  text += '\n';
  for (const OptionRow& row : options_of(table)) {
    std::string spelling(row.names);
    if (!row.value.empty()) spelling.append(" ").append(row.value);
    text.append("  ") += pad_right(spelling, names_width - 1) + " " + std::string(row.meaning) + "\n";
  }
  return text.append("\n").append(filled_in(table.ending, names));
}

}  // namespace whitewater::tools
