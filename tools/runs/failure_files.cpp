// A failure is completed by a second run, then written.
#include "tools/runs/failure_files.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/search/recording.hpp"
#include "tools/runs/output_file.hpp"
#include "tools/runs/provenance.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools {

namespace fs = std::filesystem;

namespace {

// More kinds than this are no help to anybody.
constexpr std::size_t files_max = 100;

}  // namespace

std::string failure_commands(const Program& program, const std::string& file) {
  std::string text = concat({"Reproduce: ", program.name, " replay ", shell_quoted(file), "\n"});
  if (program.has_verb("explain")) text += concat({"Explain:   ", program.name, " explain ", shell_quoted(file), "\n"});
  return text;
}

std::optional<Error> write_failure_file(const Program& program, scenarios::Failure failure, const std::string& file) {
  failure.program = program_text(program);
  failure.build = build_text();
  return write_file(file, scenarios::write_failure(failure));
}

FailureFiles::FailureFiles(const Program& program, std::optional<std::string> out, bool wire)
    : program_(program), out_(std::move(out)), wire_(wire) {}

bool FailureFiles::names_file(const std::string& out) {
  return out.ends_with(".json");
}

std::optional<Error> FailureFiles::open() {
  if (!out_) return std::nullopt;
  const bool file = names_file(*out_);
  if (!file) {
    std::error_code error;
    fs::create_directories(*out_, error);
    if (error) return Error{*out_, concat({"cannot be made: ", error.message()})};
  }
  // A file that is given up leaves nothing behind.
  return OutputFile(file ? *out_ : (fs::path(*out_) / "probe.json").string()).open();
}

std::string FailureFiles::file_for(const scenarios::Failure& failure) {
  if (names_file(*out_)) return *out_;
  // A scenario from standard input has a blank in its name.
  std::string name = concat({failure.scenario.name, "-", std::to_string(failure.scenario.seed.value_or(1))});
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ' ' || c == '/'; }, '-');
  // Scenarios of two folders may have one name.
  std::string unique = name;
  for (int i = 2; !names_.insert(unique).second; ++i) unique = concat({name, "-", std::to_string(i)});
  return (fs::path(*out_) / (unique + ".json")).string();
}

std::optional<std::string> FailureFiles::take(const scenarios::Scenario& scenario, const scenarios::RunReport& report) {
  const std::optional<scenarios::FailureKind> kind = scenarios::failure_kind(report);
  if (!out_ || !kind) return std::nullopt;
  const auto known =
      std::find_if(found_.begin(), found_.end(), [&](const Found& found) { return found.kind == *kind; });
  if (known != found_.end()) {
    ++known->runs;
    return std::nullopt;
  }
  if (found_.size() == files_max) return std::nullopt;
  scenarios::Failure failure = scenarios::failure_of(scenario, wire_, report, *kind);
  if (!scenarios::complete(failure, runner_)) return std::nullopt;
  const std::string file = file_for(failure);
  if (const std::optional<Error> error = write_failure_file(program_, std::move(failure), file)) {
    program_.console.error(error->text());
    lost_ = true;
    return std::nullopt;
  }
  found_.push_back({*kind, file});
  return file;
}

std::string FailureFiles::commands() const {
  std::string text;
  for (const Found& found : found_) {
    if (found_.size() > 1 || found.runs > 1)
      text +=
          concat({"\n", kind_text(found.kind), "  (", grouped(found.runs), found.runs == 1 ? " run" : " runs", ")\n"});
    text += failure_commands(program_, found.file);
  }
  return text;
}

}  // namespace whitewater::tools
