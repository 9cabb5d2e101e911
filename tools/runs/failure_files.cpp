// A failure is completed by a second run, then written.
#include "tools/runs/failure_files.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/search/recording.hpp"
#include "scenarios/search/shrink.hpp"
#include "tools/runs/ordered_workers.hpp"
#include "tools/runs/output_file.hpp"
#include "tools/runs/provenance.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools {

namespace fs = std::filesystem;

namespace {

// More files than this are no help to anybody.
constexpr std::size_t files_max = 100;
// Of each kind so many failures are made small: most of them are one mistake.
constexpr std::uint64_t shrunk_max = 10;

}  // namespace

std::string failure_commands(const Program& program, const std::string& file) {
  std::string text = concat({"Reproduce: ", program.name, " replay ", shell_quoted(file), "\n"});
  if (program.has_verb("explain")) text += concat({"Explain:   ", program.name, " explain ", shell_quoted(file), "\n"});
  return text;
}

std::optional<Error> write_failure_file(const Program& program, scenarios::Failure failure, const std::string& file) {
  failure.program = program_text(program);
  failure.build = build_text();
  failure.depends = depends_of(program, failure.scenario);
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
    if (++known->runs <= shrunk_max && !names_file(*out_))
      waiting_.push_back({scenarios::failure_of(scenario, wire_, report, *kind), ""});
    return std::nullopt;
  }
  if (found_.size() == files_max) return std::nullopt;
  scenarios::Failure failure = scenarios::failure_of(scenario, wire_, report, *kind);
  const std::optional<std::string> file = record(failure);
  if (!file) return std::nullopt;
  found_.push_back({*kind, *file});
  if (!names_file(*out_)) waiting_.push_back({std::move(failure), *file});
  return file;
}

std::optional<std::string> FailureFiles::record(scenarios::Failure failure) {
  if (!scenarios::complete(failure, runner_)) return std::nullopt;
  std::string file = file_for(failure);
  if (const std::optional<Error> error = write_failure_file(program_, std::move(failure), file)) {
    program_.console.error(error->text());
    lost_ = true;
    return std::nullopt;
  }
  return file;
}

void FailureFiles::note_signature(const Waiting& waiting, const std::string& signature) {
  const auto of_kind = [&](const Found& found) { return found.kind == waiting.failure.kind; };
  for (Found& found : found_)
    if (of_kind(found) && found.file == waiting.file) found.signature = signature;
  const auto same = [&](const Found& found) { return of_kind(found) && found.signature == signature; };
  if (std::any_of(found_.begin(), found_.end(), same) || found_.size() >= files_max) return;
  const std::optional<std::string> file = record(waiting.failure);
  if (!file) return;
  // Behind the others of its kind.
  const auto last = std::find_if(found_.rbegin(), found_.rend(), of_kind).base();
  const std::uint64_t runs = std::prev(last)->runs;
  found_.insert(last, {waiting.failure.kind, *file, runs, signature});
}

void FailureFiles::sort_out(unsigned threads, const std::function<bool(std::uint64_t, std::uint64_t)>& go_on) {
  using Small = std::optional<std::string>;  // nothing: it was given up, or did not fail again
  const std::vector<Waiting> waiting = std::move(waiting_);
  scenarios::StopFlag stop = false;
  std::uint64_t done = 0;
  OrderedWorkers<Small>::Plan plan;
  plan.jobs = waiting.size();
  plan.threads = threads;
  plan.make_worker = [&] {
    return [&](std::uint64_t number) -> Small {
      scenarios::ShrinkOptions options;
      options.runs_max = scenarios::campaign_shrink_runs_max;
      options.stop = &stop;
      const scenarios::Shrunk shrunk = scenarios::shrink(waiting[number].failure, options);
      if (!shrunk.fails || stop) return std::nullopt;
      return scenarios::signature(shrunk.failure);
    };
  };
  plan.consume = [&](std::uint64_t number, const Small& signature) {
    ++done;
    if (signature) note_signature(waiting[number], *signature);
  };
  plan.go_on = [&] {
    stop = stop || !go_on(done, waiting.size());
    return !stop;
  };
  if (plan.jobs > 0) OrderedWorkers<Small>().run(std::move(plan));
}

std::string FailureFiles::commands() const {
  std::string text;
  for (const Found& found : found_) {
    const auto ways =
        std::count_if(found_.begin(), found_.end(), [&](const Found& other) { return other.kind == found.kind; });
    if (found_.size() > 1 || found.runs > 1)
      text += concat({"\n", found.signature.empty() ? kind_text(found.kind) : found.signature, "  (",
                      ways > 1 ? concat({"one of ", std::to_string(ways), " ways in which "}) : std::string(),
                      grouped(found.runs), found.runs == 1 ? " run" : " runs", ways > 1 ? " failed" : "", ")\n"});
    text += failure_commands(program_, found.file);
  }
  return text;
}

}  // namespace whitewater::tools
