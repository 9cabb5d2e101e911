// Markdown, a row a line.
#include "tests/known_bugs/catalogue_text.hpp"

#include "tests/known_bugs/catalogue.hpp"

namespace whitewater::known_bugs {

std::string planted_table() {
  std::string text = "| bug | kind | what it does | mostly found by |\n|---|---|---|---|\n";
  for (const Bug& bug : bugs())
    text.append("| `")
        .append(bug.name)
        .append("` | ")
        .append(kind_name(bug.kind))
        .append(" | ")
        .append(bug.what)
        .append(" | ")
        .append(bug.expected_by)
        .append(" |\n");
  return text;
}

std::string absent_table() {
  std::string text = "| bug | why not |\n|---|---|\n";
  for (const Absent& bug : absent_bugs())
    text.append("| `").append(bug.name).append("` | ").append(bug.why).append(" |\n");
  return text;
}

}  // namespace whitewater::known_bugs
