// Sets up logs and files, makes the run, and prints.
#include "tools/runs/single_run.hpp"

#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/search/system_words.hpp"
#include "scenarios/story/missed_put.hpp"
#include "scenarios/story/trace_text.hpp"
#include "scenarios/story/world_recorder.hpp"
#include "tools/history/simulated_history.hpp"

namespace whitewater::tools {

namespace {

// Of a workload that reports them.
std::vector<scenarios::ReportedRequest> requests_of(const scenarios::Runner& runner) {
  return runner.requests().value_or(std::vector<scenarios::ReportedRequest>());
}

// The first wrong get that missed a put; null: there is none.
const scenarios::ReportedRequest* wrong_get(const std::vector<scenarios::ReportedRequest>& requests,
                                            const scenarios::RunReport& report) {
  const scenarios::WrongGets wrong = scenarios::wrong_gets(requests, report.violation);
  for (const scenarios::ReportedRequest& request : requests)
    if (wrong.contains(request) && scenarios::missed_put(requests, request, wrong) != nullptr) return &request;
  return nullptr;
}

}  // namespace

std::string nondeterminism_lines(const scenarios::RunReport& report) {
  return "NONDETERMINISM  " + report.scenario + "  seed " + std::to_string(report.seed) + "  " +
         scenarios::nondeterminism_text(*report.nondeterminism) + "\n";
}

SingleRun::SingleRun(const Program& program, const RunArguments& arguments, const ScenarioInput& input,
                     std::uint64_t seed)
    : program_(program), console_(program.console), arguments_(arguments), input_(input), seed_(seed) {}

std::optional<Error> unsupported(const RunArguments& arguments, const ScenarioInput& input) {
  const bool requests = arguments.history_file || arguments.story;
  if (!arguments.wire && !requests) return std::nullopt;
  const scenarios::Scenario& scenario = input.scenario;
  const scenarios::Prospects prospects = scenarios::Runner().look_ahead(scenario);
  if (arguments.wire && !prospects.has_codec)
    return Error{input.word, concat({"--wire: the workload '", scenario.workload->name,
                                     "' has no codec for the messages of the system '", scenario.system->name, "'"})};
  if (requests && !prospects.reports_requests)
    return Error{input.word, concat({arguments.story ? "--story" : "--history", ": the workload '",
                                     scenario.workload->name, "' does not report its requests"})};
  return std::nullopt;
}

ExitCode SingleRun::run() {
  scenarios::RunOptions options;
  options.wire = arguments_.wire;
  options.observers = observers_;
  std::optional<OutputFile> file;
  scenarios::RunLog log(input_.scenario.replicas, scenarios::system_words(input_.scenario),
                        arguments_.story ? scenarios::RunLog::keep_all : 0);
  scenarios::WorldRecorder recorder(log);
  if (arguments_.story || arguments_.trace_file) options.observers.push_back(&recorder);
  std::optional<scenarios::TraceText> trace;
  if (arguments_.trace_file == "-") {
    trace.emplace([&](std::string_view line) { console_.print(line); });
    log.add_reader(*trace);
  } else if (arguments_.trace_file) {
    file.emplace(*arguments_.trace_file);
    if (const std::optional<Error> error = file->open()) return refuse(*error);
    trace.emplace([&](std::string_view line) { file->write(line); });
    log.add_reader(*trace);
  }
  std::optional<OutputFile> history;
  std::optional<Error> history_lost;
  if (arguments_.history_file && *arguments_.history_file != "-") {
    history.emplace(*arguments_.history_file);
    if (const std::optional<Error> error = history->open()) return refuse(*error);
  }
  if (arguments_.history_file) options.at_end = [&](Duration end) { history_lost = write_history(history, end); };

  const JudgedRun run = run_and_judge(runner_, input_.scenario, seed_, options,
                                      arguments_.check_determinism ? RunTwice::all : RunTwice::failures);
  // If two runs differ there is no story: the runner has made another run.
  ExitCode code = ExitCode::bad_input;
  if (!arguments_.story || run.report.nondeterminism) print_report(run);
  if (!arguments_.story || run.report.nondeterminism || tell(log, run)) code = end(run);
  // If the disk is full, the trace or the history is lost, but not the result of the run.
  const std::optional<Error> trace_lost = file ? file->commit() : std::nullopt;
  for (const auto& lost : {history_lost, trace_lost})
    if (lost) console_.error(lost->text());
  return history_lost || trace_lost ? ExitCode::internal_error : code;
}

// Writes the history before it is checked, so that the file exists whatever the check does.
std::optional<Error> SingleRun::write_history(std::optional<OutputFile>& file, Duration end) {
  HistoryLines lines({input_.scenario.name, seed_, "simulated", input_.scenario.replicas, runner_.initial_value()},
                     [&](std::string_view line) { file ? file->write(line) : console_.print(line); });
  write_simulated_history(lines, requests_of(runner_), runner_.faults(), Time{} + end);
  return file ? file->commit() : std::nullopt;
}

ExitCode SingleRun::refuse(const Error& error) {
  console_.error(error.text());
  return ExitCode::bad_input;
}

scenarios::StoryForm SingleRun::form(const std::vector<scenarios::ReportedRequest>& requests,
                                     const scenarios::RunReport& report) const {
  scenarios::StoryForm form;
  form.style = console_.out_style();
  form.wrong = scenarios::wrong_gets(requests, report.violation);
  return form;
}

// The run had no log: it is made once more.
std::string SingleRun::story_of_wrong_get() const {
  constexpr std::size_t lines_first = 30, lines_last = 10;
  scenarios::Runner runner;
  scenarios::RunLog log(input_.scenario.replicas, scenarios::system_words(input_.scenario));
  scenarios::WorldRecorder recorder(log);
  scenarios::RunOptions options;
  options.wire = arguments_.wire;
  options.observers.push_back(&recorder);
  const scenarios::RunReport report = runner.run(input_.scenario, seed_, options);
  const std::vector<scenarios::ReportedRequest> requests = requests_of(runner);
  scenarios::StoryForm told = form(requests, report);
  told.lines_first = lines_first;
  told.lines_last = lines_last;
  const scenarios::ReportedRequest* const get = wrong_get(requests, report);
  return get == nullptr ? "" : scenarios::StoryTeller(log, requests, told).tell(get->number);
}

bool SingleRun::tell(const scenarios::RunLog& log, const JudgedRun& run) {
  const std::vector<scenarios::ReportedRequest> requests = requests_of(runner_);
  Result<std::string> story = std::string("There was no request.\n");
  const bool for_all = *arguments_.story == scenarios::all_unanswered || *arguments_.story == scenarios::all_wrong;
  if (!requests.empty() || !for_all)
    story = scenarios::StoryTeller(log, requests, form(requests, run.report)).tell(*arguments_.story);
  if (!story) {
    refuse(story.error());
    return false;
  }
  console_.print(story.value() + "\n" + scenarios::verdict_text(run.report) + "  " + run.report.scenario + "  seed " +
                 std::to_string(run.report.seed) + "\n");
  return true;
}

std::string SingleRun::wrong_get_text(const scenarios::RunReport& report) const {
  if (report.outcome != scenarios::RunReport::Outcome::fail || report.nondeterminism ||
      wrong_get(requests_of(runner_), report) == nullptr)
    return "";
  return concat({"\nThe get that was wrong\n", story_of_wrong_get(), "\n"});
}

void SingleRun::print_report(const JudgedRun& run) {
  if (arguments_.json) {
    console_.print(scenarios::report_json(run.report) + "\n");
    return;
  }
  console_.print(scenarios::report_text(run.report, console_.out_style()) + wrong_get_text(run.report));
}

}  // namespace whitewater::tools
