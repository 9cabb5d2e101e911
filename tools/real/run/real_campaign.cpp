// Numbers the runs, gives them to the workers, and prints the results in order.
#include "tools/real/run/real_campaign.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "tools/real/process/orphans.hpp"
#include "tools/real/report/causes.hpp"
#include "tools/real/report/comparison.hpp"
#include "tools/real/report/real_report_json.hpp"
#include "tools/real/report/real_report_text.hpp"
#include "tools/real/run/run_files.hpp"
#include "tools/runs/judged_run.hpp"
#include "tools/runs/ordered_workers.hpp"

namespace whitewater::tools::real {

namespace {

using scenarios::RunReport;

ExitCode code_of(const RealReport& report) {
  return report.interrupted ? ExitCode::interrupted : exit_code_of(report.run.outcome);
}

std::size_t warnings_of(const RealReport& report) {
  return static_cast<std::size_t>(std::count_if(report.findings.begin(), report.findings.end(), [&](const Finding& f) {
    return finding_severity(f.kind, report.compat) == Severity::warning;
  }));
}

std::int64_t median(std::vector<std::int64_t> values) {
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) / 2];
}

}  // namespace

RealCampaign::RealCampaign(Console& console, const RealArguments& arguments, std::string program,
                           const std::vector<ScenarioInput>& inputs)
    : console_(console), arguments_(arguments), program_(std::move(program)), inputs_(inputs) {
  for (const ScenarioInput& input : inputs_) summaries_.emplace_back(input.scenario.name);
  put_medians_.resize(inputs_.size());
  bounces_.resize(inputs_.size());
  for (std::size_t i = 0; i < inputs_.size() * arguments_.repeat; ++i)
    progress_.push_back(std::make_unique<RunProgress>());
  adopt_orphans();
}

// Repeats of one scenario are spread over the whole campaign, so that a drift of the machine affects all scenarios
// alike.
RealCampaign::Job RealCampaign::job(std::uint64_t number) const {
  const auto scenario = static_cast<std::size_t>(number % inputs_.size());
  const std::uint64_t first = arguments_.seed.value_or(inputs_[scenario].scenario.seed.value_or(1));
  return {scenario, first + number / inputs_.size()};
}

ExitCode RealCampaign::run() {
  const std::uint64_t jobs = progress_.size();
  OrderedWorkers<Done> workers;
  OrderedWorkers<Done>::Plan plan;
  plan.jobs = jobs;
  plan.threads = arguments_.jobs;
  plan.make_worker = [this] { return [this](std::uint64_t number) { return run_one(number); }; };
  plan.consume = [this](std::uint64_t number, const Done& done) { consume(number, done); };
  plan.go_on = [this, jobs] {
    show_progress(jobs);
    return !signals_.poll();
  };
  workers.run(std::move(plan));
  console_.end_progress();
  if (jobs > 1 && !arguments_.json && done_ > 0) print_summaries();
  if (signals_.poll()) {
    console_.log("interrupted after " + grouped(done_) + " of " + grouped(jobs) + " runs; all replicas were ended");
    return ExitCode::interrupted;
  }
  if (arguments_.compare && done_ > 0) compare();
  return exit_code_;
}

RealCampaign::Done RealCampaign::run_one(std::uint64_t number) {
  Done done;
  const Job next = job(number);
  const scenarios::Scenario& scenario = inputs_[next.scenario].scenario;
  RunPlan plan;
  plan.program = program_;
  plan.arguments = arguments_.program_arguments;
  plan.variant = arguments_.variant;
  plan.compat = arguments_.compat;
  plan.bounce = arguments_.bounce;
  plan.quick = arguments_.quick;
  plan.stories_max = arguments_.stories_max;
  plan.stories = arguments_.stories;
  plan.token = "WHITEWATER_REAL_RUN=" + std::to_string(getpid()) + "." + std::to_string(number + 1);
  if (arguments_.log_folder) {
    std::error_code error;
    const std::filesystem::path folder(*arguments_.log_folder);
    plan.log_folder = progress_.size() == 1 ? folder.string()
                                            : (folder / (scenario.name + "-" + std::to_string(number + 1))).string();
    std::filesystem::create_directories(plan.log_folder, error);
    if (error) {
      done.error = Error{plan.log_folder, error.message()};
      return done;
    }
  }
  const HistoryWriter::Header header{scenario.name, next.seed, "real " + std::string(variant_name(plan.variant)),
                                     scenario.replicas};
  Result<RunFiles> files = RunFiles::open(arguments_, header, number + 1);
  if (!files) {
    done.error = files.error();
    return done;
  }
  Result<RealReport> report = run_for_real(scenario, next.seed, plan, signals_.arrived(), *progress_[number],
                                           files.value().watchers(), files.value().readers());
  if (!report) {
    done.error = report.error();
    return done;
  }
  done.report = std::move(report.value());
  done.lost = files.value().finish();
  return done;
}

void RealCampaign::consume(std::uint64_t number, const Done& done) {
  const Job what = job(number);
  if (done.error) {
    console_.error(done.error->text());
    exit_code_ = graver(exit_code_, ExitCode::bad_input);
    return;
  }
  // An interrupted run has no result.
  if (done.report.interrupted && progress_.size() > 1) return;
  ++done_;
  if (done.lost) {
    console_.error(done.lost->text());
    exit_code_ = graver(exit_code_, ExitCode::internal_error);
  }
  exit_code_ = graver(exit_code_, code_of(done.report));
  summaries_[what.scenario].add(done.report.run);
  if (done.report.ok_puts.count > 0) put_medians_[what.scenario].push_back(done.report.ok_puts.summary.p50.ns);
  if (done.report.bounce) bounces_[what.scenario].push_back(done.report.bounce->ns);
  print_one(what, done.report);
}

void RealCampaign::print_one(const Job& job, const RealReport& report) {
  if (arguments_.json) {
    console_.print(real_report_json(report) + "\n");
    return;
  }
  if (progress_.size() > 1) return print_line(report);
  const ScenarioInput& input = inputs_[job.scenario];
  console_.print(real_report_text(report, rules_of(input.scenario), arguments_.verbose, console_.out_style()));
  if (code_of(report) != ExitCode::fine)
    console_.print(
        "Again: " + reproduce_command(arguments_, input.word, job.seed) +
        "\n       the same requests and faults, but the processes' own timing: a good chance, not a replay\n");
}

// For one run among many: one line, and below it what went wrong.
void RealCampaign::print_line(const RealReport& report) {
  const TextStyle style = console_.out_style();
  const course::Statistics& s = course_report(report.run).statistics;
  using Tone = TextStyle::Tone;
  const bool good = report.run.outcome == RunReport::Outcome::pass;
  std::string text = style.paint(good ? Tone::good : Tone::bad, pad_right(scenarios::verdict_text(report.run), 16)) +
                     pad_right(report.run.scenario + "  seed " + std::to_string(report.run.seed), 28);
  text += pad_left(grouped(s.total_msgs), 7) + " messages" + pad_left(grouped(s.failures), 5) + " failures" +
          pad_left(grouped(s.duplicates), 4) + " duplicates  ok put " +
          microsecond_seconds(report.ok_puts.summary.p50) + " s";
  if (const std::size_t warnings = warnings_of(report); warnings > 0) text += "  " + grouped(warnings) + " warnings";
  text += "\n";
  if (!good) {
    const std::string why = scenarios::failure_text(report.run);
    text += "  " + (report.why_unknown.empty() ? why : report.why_unknown) + "\n";
    for (const std::string& cause : likely_causes(report)) text += "  likely cause: " + cause + "\n";
    text += findings_text(report, style, false);
    for (const std::string& story : report.stories) text += story;
  }
  for (const std::string& story : report.asked_stories) text += story;
  console_.print(text);
}

std::string RealCampaign::position_text(const RunProgress& progress, const scenarios::Scenario& scenario) const {
  const auto position = static_cast<std::uint64_t>(progress.position_ns.load()) / 1'000'000'000;
  const std::uint16_t leader = progress.leader;
  const std::string id = leader < scenario.replicas ? course::id_text(NodeId{leader}, scenario.replicas) : "none";
  return scenario.name + "  " + std::to_string(position) + "/" +
         std::to_string(exercise(scenario).end().ns / 1'000'000'000) + " s  leader " + id + "  " +
         grouped(progress.requests) + "/" + grouped(exercise(scenario).requests) + " requests  " +
         grouped(progress.messages) + " messages";
}

void RealCampaign::show_progress(std::uint64_t jobs) {
  std::string text = jobs > 1 ? grouped(done_) + "/" + grouped(jobs) + " runs" : "";
  std::uint64_t running = 0;
  for (std::uint64_t number = 0; number < jobs; ++number) {
    if (progress_[number]->position_ns < 0) continue;
    if (++running == 1)
      text += (text.empty() ? "" : "  ") + position_text(*progress_[number], inputs_[job(number).scenario].scenario);
  }
  if (running > 1) text += "  and " + std::to_string(running - 1) + " more";
  console_.progress(text);
}

void RealCampaign::print_summaries() {
  const TextStyle style = console_.out_style();
  for (std::size_t i = 0; i < summaries_.size(); ++i) {
    const scenarios::SweepSummary& summary = summaries_[i];
    if (summary.runs() < 2) continue;
    const auto reproduce = [&](std::uint64_t seed) { return reproduce_command(arguments_, inputs_[i].word, seed); };
    console_.print(concat({"\n", summary.text(style, reproduce)}));
    if (!put_medians_[i].empty())
      console_.print("  median ok latency of puts, median over the runs: " +
                     microsecond_seconds(Duration{median(put_medians_[i])}) + " s\n");
    if (!bounces_[i].empty())
      console_.print("  one bounce on this machine, median over the runs: " +
                     microsecond_seconds(Duration{median(bounces_[i])}) + " s\n");
    const std::uint64_t bad = summary.failed() + summary.by_chance() + summary.unknown();
    if (bad > 0 && summary.passed() > 0)
      console_.print("  flaky: " + percent_text(bad, summary.runs()) + " of the runs did not pass\n");
  }
  if (summaries_.size() > 1) console_.print(concat({"\n", scenarios::overview_text(summaries_, style)}));
}

void RealCampaign::compare() {
  for (std::size_t i = 0; i < inputs_.size(); ++i)
    console_.print(concat({"\n", comparison_text(inputs_[i].scenario, summaries_[i], console_.out_style())}));
}

}  // namespace whitewater::tools::real
