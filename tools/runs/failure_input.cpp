// Reads the file, then looks what it was if it is no failure.
#include "tools/runs/failure_input.hpp"

#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "tools/runs/catalogue.hpp"
#include "tools/runs/input_file.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools {

std::optional<scenarios::Failure> read_failure_input(const Program& program, const std::string& word,
                                                     const std::vector<std::string>& overrides) {
  const std::vector<scenarios::Override> changes = overrides_of(overrides);
  const Result<std::string> text = read_input(word);
  if (!text) {
    program.console.error(text.error().text());
    return std::nullopt;
  }
  const std::string name = word == "-" ? "standard input" : word;
  Result<scenarios::Failure> read = scenarios::read_failure(text.value(), name, program.toolbox, changes);
  if (read) return std::move(read.value());
  std::string sentence = read.error().text();
  if (!scenarios::is_failure(text.value()) && scenarios::read_scenario(text.value(), name, program.toolbox))
    sentence += concat({"; to run it: ", program.name, " run ", shell_quoted(word)});
  program.console.error(sentence);
  return std::nullopt;
}

std::optional<FailingInput> read_failing_input(const Program& program, const std::string& word,
                                               const std::vector<std::string>& overrides) {
  const std::vector<scenarios::Override> changes = overrides_of(overrides);
  const auto refuse = [&](const Error& error) {
    program.console.error(error.text());
    return std::nullopt;
  };
  const Result<std::string> path = scenario_path(word, program.catalogue_folder);
  if (!path) return refuse(path.error());
  const Result<std::string> text = read_input(path.value());
  if (!text) return refuse(text.error());
  const std::string name = path.value() == "-" ? "standard input" : path.value();
  if (scenarios::is_failure(text.value())) {
    Result<scenarios::Failure> read = scenarios::read_failure(text.value(), name, program.toolbox, changes);
    if (!read) return refuse(read.error());
    return FailingInput{read.value().scenario, std::move(read.value())};
  }
  Result<scenarios::ReadScenario> read = scenarios::read_scenario(text.value(), name, program.toolbox, changes);
  if (!read) return refuse(read.error());
  for (const std::string& warning : read.value().warnings) program.console.error("warning: " + warning);
  return FailingInput{std::move(read.value().scenario), std::nullopt};
}

}  // namespace whitewater::tools
