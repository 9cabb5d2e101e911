// Reads the words of `real`, one value at a time, then judges what they say together.
#include "tools/real/run/real_arguments.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "tools/runs/seeds.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools::real {

namespace {

namespace fs = std::filesystem;

std::optional<Error> read_count(const char* flag, const std::optional<std::string>& text, unsigned most,
                                unsigned& count) {
  if (!text) return std::nullopt;
  const char* const end = text->data() + text->size();
  const auto [stopped, code] = std::from_chars(text->data(), end, count);
  if (code == std::errc{} && stopped == end && count >= 1 && count <= most) return std::nullopt;
  return Error{"",
               std::string(flag) + ": expected a number from 1 to " + std::to_string(most) + ", found '" + *text + "'"};
}

std::optional<Error> read_stories(const std::optional<std::string>& text, std::size_t& stories) {
  if (!text) return std::nullopt;
  if (*text == "all") {
    stories = SIZE_MAX;
    return std::nullopt;
  }
  const char* const end = text->data() + text->size();
  const auto [stopped, code] = std::from_chars(text->data(), end, stories);
  if (code == std::errc{} && stopped == end) return std::nullopt;
  return Error{"", "--stories: expected a number or all, found '" + *text + "'"};
}

std::optional<Error> check_together(const RealArguments& real) {
  if (real.scenarios.empty())
    return Error{"", "a scenario is expected: a file, '-', or a name that 'scenario list' shows"};
  if (real.program.empty()) return Error{"", "--replica: a program is expected"};
  if (std::count(real.scenarios.begin(), real.scenarios.end(), "-") > 1)
    return Error{"", "'-' can be given only once: standard input is read once"};
  const bool one_run = real.scenarios.size() == 1 && real.repeat == 1;
  const auto lacks_number = [&](const std::optional<std::string>& path) {
    return !one_run && path && path->find("{run}") == std::string::npos;
  };
  if (lacks_number(real.history_file)) return Error{"", "--history: with several runs, the name needs a {run} in it"};
  if (lacks_number(real.trace_file)) return Error{"", "--trace: with several runs, the name needs a {run} in it"};
  if (real.trace_file == "-" && real.json)
    return Error{"", "--trace - and --json would mix on standard output: give --trace a file"};
  if (real.history_file == "-" && (real.json || real.trace_file == "-"))
    return Error{"", "--history - would mix with other output on standard output: give it a file"};
  if (real.json && real.compare) return Error{"", "--compare is a table: it does not go together with --json"};
  for (const std::string& override : real.overrides)
    if (override.find('=') == std::string::npos || override.front() == '=')
      return Error{"", "--set: expected path=value, found '" + override + "'"};
  return std::nullopt;
}

struct Words {
  std::optional<std::string> program, variant, repeat, jobs, seed, stories;
  bool no_bounce = false;
};

std::optional<Error> read_words(const Words& words, RealArguments& real) {
  real.program = words.program.value_or("");
  if (words.variant) {
    const std::optional<Variant> variant = variant_named(*words.variant);
    if (!variant) return Error{"", "--variant: expected udp, stream or seqpacket, found '" + *words.variant + "'"};
    real.variant = *variant;
  }
  if (auto wrong = read_count("--repeat", words.repeat, RealArguments::repeat_max, real.repeat)) return wrong;
  if (auto wrong = read_count("-j", words.jobs, RealArguments::jobs_max, real.jobs)) return wrong;
  if (auto wrong = read_stories(words.stories, real.stories_max)) return wrong;
  if (words.seed) {
    const Result<std::uint64_t> seed = parse_seed(*words.seed);
    if (!seed) return Error{"", "--seed: " + seed.error().text()};
    real.seed = seed.value();
  }
  real.bounce = !words.no_bounce;
  for (const std::string& text : real.disturbance_texts)
    if (auto wrong = parse_disturbance(text, real.disturbances)) return wrong;
  return std::nullopt;
}

bool runnable(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

Result<RealArguments> parse_real_arguments(const std::vector<std::string>& arguments) {
  RealArguments real;
  Words words;
  ArgumentParser parser;
  parser.positionals(real.scenarios);
  parser.option("--replica", words.program);
  parser.repeated("--replica-arg", real.program_arguments);
  parser.option("--variant", words.variant);
  parser.option("--repeat", words.repeat);
  parser.option("-j,--jobs", words.jobs);
  parser.option("--seed", words.seed);
  parser.repeated("--set", real.overrides);
  parser.option("--history", real.history_file);
  parser.option("--trace", real.trace_file);
  parser.option("--logs", real.log_folder);
  parser.option("--stories", words.stories);
  parser.repeated("--disturb", real.disturbance_texts);
  parser.flag("--compat", real.compat);
  parser.flag("--no-bounce", words.no_bounce);
  parser.flag("--compare", real.compare);
  parser.flag("--json", real.json);
  if (const std::optional<Error> wrong = parser.parse(arguments)) return *wrong;
  if (const std::optional<Error> wrong = read_words(words, real)) return *wrong;
  if (const std::optional<Error> wrong = check_together(real)) return *wrong;
  return real;
}

std::string reproduce_command(const RealArguments& arguments, const std::string& scenario, std::uint64_t seed) {
  std::string command = "whitewater real " + shell_quoted(scenario) + " --replica " + shell_quoted(arguments.program);
  for (const std::string& word : arguments.program_arguments) command += " --replica-arg=" + shell_quoted(word);
  if (arguments.variant != Variant::udp) command += " --variant " + std::string(variant_name(arguments.variant));
  if (arguments.compat) command += " --compat";
  command += " --seed " + std::to_string(seed);
  for (const std::string& override : arguments.overrides) command += " --set " + shell_quoted(override);
  for (const std::string& text : arguments.disturbance_texts) command += " --disturb " + shell_quoted(text);
  return command;
}

Result<std::string> find_program(const std::string& word) {
  std::error_code error;
  const fs::path here(word);
  if (fs::exists(here, error)) {
    if (fs::is_directory(here, error)) return Error{word, "is a directory, not a program"};
    if (!runnable(here)) return Error{word, "cannot be executed: try 'chmod +x " + shell_quoted(word) + "'"};
    return fs::absolute(here, error).lexically_normal().string();
  }
  if (word.find('/') != std::string::npos) return Error{word, "no such program"};
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (!folder.empty() && runnable(fs::path(folder) / word))
      return fs::absolute(fs::path(folder) / word, error).string();
  return Error{word, "no such program, neither here nor on PATH"};
}

}  // namespace whitewater::tools::real
