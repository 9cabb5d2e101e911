// Reads the file, then looks what it was if it is no failure.
#include "tools/runs/failure_input.hpp"

#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "tools/runs/input_file.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools {

std::optional<scenarios::Failure> read_failure_input(const Program& program, const std::string& word) {
  const Result<std::string> text = read_input(word);
  if (!text) {
    program.console.error(text.error().text());
    return std::nullopt;
  }
  const std::string name = word == "-" ? "standard input" : word;
  Result<scenarios::Failure> read = scenarios::read_failure(text.value(), name, program.toolbox);
  if (read) return std::move(read.value());
  std::string sentence = read.error().text();
  if (!scenarios::is_failure(text.value()) && scenarios::read_scenario(text.value(), name, program.toolbox))
    sentence += concat({"; to run it: ", program.name, " run ", shell_quoted(word)});
  program.console.error(sentence);
  return std::nullopt;
}

}  // namespace whitewater::tools
