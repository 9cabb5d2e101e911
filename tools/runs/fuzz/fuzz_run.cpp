// Drives the campaign, and prints.
#include "tools/runs/fuzz/fuzz_run.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/search/fuzz/end_report.hpp"
#include "scenarios/search/recording.hpp"
#include "scenarios/search/shrink.hpp"
#include "scenarios/search/trial.hpp"
#include "tools/runs/ci_report.hpp"
#include "tools/runs/failure_files.hpp"
#include "tools/terminal/progress.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools {

namespace fuzz = scenarios::fuzz;

namespace {

// Behind the time of a campaign: for what is being shrunk.
constexpr std::chrono::seconds grace{10};
// What was found late is made smaller for so long, at least: less than the grace.
constexpr std::chrono::seconds shrinking_least{6};
constexpr std::uint64_t save_every = 16 * fuzz::round_size;

Duration since(std::chrono::steady_clock::time_point start) {
  const auto elapsed = std::chrono::steady_clock::now() - start;
  return Duration{std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count()};
}

std::string seconds_text(Duration duration) {
  const std::string text = milli_seconds(duration);
  return text + "s";
}

}  // namespace

FuzzRun::FuzzRun(const Program& program, const FuzzArguments& arguments, fuzz::Frame frame, fuzz::Plan plan,
                 std::vector<KnownFailure> baseline, std::optional<CorpusFolder> corpus)
    : program_(program),
      arguments_(arguments),
      crash_report_(program.name.c_str()),
      campaign_(std::move(frame), std::move(plan)),
      files_(program, arguments.out),
      baseline_(std::move(baseline)),
      corpus_(std::move(corpus)),
      start_(Clock::now()),
      shown_(start_) {}

ExitCode FuzzRun::run() {
  if (!baseline_.empty()) replay_baseline();
  const std::string work = concat({"fuzz --seed ", std::to_string(campaign_.plan().seed), ", run"});
  start_ = Clock::now();
  FuzzWorkers::Plan plan;
  plan.runs_max = arguments_.runs.value_or(~std::uint64_t{0} >> 1);
  plan.threads = arguments_.threads;
  // A crash in a thread names the run that it was at.
  plan.enter = [&work](const std::function<void(const FuzzWorkers::Plan::At&)>& do_work) {
    CrashWitness witness;
    do_work([&](std::uint64_t number) { witness.at(work.c_str(), number); });
  };
  plan.shrink = [this](const auto& task, const auto& stop) { return shrink(task, stop); };
  plan.taken = [this](const auto& what) { taken(what); };
  plan.shrunk = [this](const auto& what, const auto* kept) { shrunk(what, kept); };
  plan.broke = [&](const fuzz::Draft& draft) {
    program_.console.end_progress();
    program_.console.error(concat({work, " ", std::to_string(draft.number), " broke down"}));
  };
  plan.go_on = [this] { return go_on(); };
  FuzzWorkers(campaign_, std::move(plan)).run();

  program_.console.end_progress();
  save_corpus();
  const std::vector<fuzz::Finding> findings = campaign_.findings().all();
  std::size_t fresh = 0;
  CiReport ci(program_.console, arguments_.ci);
  ci.add_runs("fuzz", campaign_.tally().runs, since(start_));
  for (const fuzz::Finding& finding : findings) {
    const bool known = is_known(finding);
    fresh += known ? 0u : 1u;
    if (!known)
      ci.add("fuzz", finding.signature.empty() ? kind_text(finding.failure.kind) : finding.signature, finding.failure,
             finding.count, failure_commands(program_, files_.file_of(finding)));
    if (finding.shrunk) complain(files_.keep(finding));
    print_finding(finding, known);
  }
  print_end(findings, fresh);
  return ci.close(exit_code(fresh));
}

void FuzzRun::replay_baseline() {
  Console& console = program_.console;
  for (const KnownFailure& known : baseline_) {
    scenarios::Trials trials(known.failure.wire);
    const scenarios::Trial trial = trials.run(known.failure.scenario);
    known_signatures_.insert(scenarios::signature(known.failure));
    const bool fails = trial.kind && trial.kind->property == known.failure.kind.property;
    const std::string_view label = fails ? "known" : trial.kind ? "other" : "gone";
    std::string sentence = fails ? known.failure.sentence : "passes now";
    if (!fails && trial.kind) sentence = concat({"fails otherwise now: ", trial.kind->property});
    if (!arguments_.json) {
      console.print(
          concat({pad_right(label, 6), " ", known.file, "  ", known.failure.kind.property, ": ", sentence, "\n"}));
      continue;
    }
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("schema").string("whitewater.fuzz-baseline/1").key("file").string(known.file);
    writer.key("state").string(label).key("property").string(known.failure.kind.property).end_object();
    console.print(text + "\n");
  }
}

void FuzzRun::taken(const fuzz::Campaign::Taken& taken) {
  if (taken.task) complain(files_.record(taken.task->failure));
  if (taken.unlike) report_unlike(*taken.unlike);
  if (campaign_.tally().runs % save_every == 0) save_corpus();
}

// The findings so far are on the disk, so that an end without warning loses none.
void FuzzRun::shrunk(const fuzz::Shrinkage& shrinkage, const fuzz::Finding* kept) {
  if (kept != nullptr) complain(files_.keep(*kept));
  if (!shrinkage.fails) report_unlike(shrinkage.failure.scenario);
}

// Two runs of the scenario differ. Of many such scenarios a few are enough.
void FuzzRun::report_unlike(const scenarios::Scenario& scenario) {
  constexpr unsigned told_max = 10;
  if (unlike_++ >= told_max) return;
  const std::string file = files_.unlike_file(scenario);
  const std::optional<Error> error = files_.keep_unlike(scenario, file);
  complain(error);
  program_.console.end_progress();
  program_.console.error(concat({"two runs of seed ", std::to_string(scenario.seed.value_or(1)), " differ"}));
  if (!error)
    program_.console.error(concat({"Reproduce: ", program_.name, " run ", shell_quoted(file), " --check-determinism"}));
}

void FuzzRun::save_corpus() {
  if (corpus_) complain(corpus_->write(campaign_.corpus()));
}

void FuzzRun::complain(const std::optional<Error>& error) {
  if (!error) return;
  if (!lost_) program_.console.error(error->text());
  lost_ = true;
}

FuzzWorkers::Go FuzzRun::go_on() {
  using Go = FuzzWorkers::Go;
  const Clock::time_point now = Clock::now();
  show_progress(now);
  if (interrupt_.poll()) return Go::stop;
  if (arguments_.failures_max && campaign_.findings().kinds() >= *arguments_.failures_max) return Go::enough;
  if (!arguments_.time) return Go::on;
  const auto limit = std::chrono::nanoseconds(arguments_.time->ns);
  if (now - start_ < limit) return Go::on;
  return now - start_ < limit + grace ? Go::finish : Go::stop;
}

// A failure that is half as large is worth more than one that was not made small in time.
fuzz::Shrinkage FuzzRun::shrink(const fuzz::Task& task, const scenarios::StopFlag& stop) const {
  if (!arguments_.time) return shrink_task(task, stop);
  const Clock::time_point limit = start_ + std::chrono::nanoseconds(arguments_.time->ns);
  const Clock::time_point end = std::max(limit, std::min(Clock::now(), limit) + shrinking_least);
  return shrink_task(task, stop, [end] { return Clock::now() < end; });
}

void FuzzRun::show_progress(Clock::time_point now) {
  if (now - shown_ < std::chrono::milliseconds(200)) return;
  shown_ = now;
  const fuzz::Tally& tally = campaign_.tally();
  const Duration elapsed = since(start_);
  const auto milliseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(elapsed.ns / 1'000'000, 1));
  const std::uint64_t rate = tally.runs * 1'000 / milliseconds;
  const std::uint64_t times = static_cast<std::uint64_t>(tally.virtual_time.ns / 1'000'000) / milliseconds;
  std::string text = concat({grouped(tally.runs), " runs  ", grouped(rate), "/s  ", grouped(times), " × real time  ",
                             grouped(tally.words()), " states  ", grouped(campaign_.findings().kinds()),
                             campaign_.findings().kinds() == 1 ? " failure" : " failures"});
  std::uint64_t left = 0;
  if (arguments_.time)
    left = static_cast<std::uint64_t>(std::max<std::int64_t>(arguments_.time->ns - elapsed.ns, 0)) / 1'000'000'000;
  if (arguments_.runs && rate > 0) {
    const std::uint64_t by_runs = (*arguments_.runs - std::min(*arguments_.runs, tally.runs)) / rate;
    left = arguments_.time ? std::min(left, by_runs) : by_runs;
  }
  program_.console.progress(concat({text, "  ", rough_time(left), " left"}));
}

bool FuzzRun::is_known(const fuzz::Finding& finding) const {
  return known_signatures_.count(finding.shrunk ? finding.signature : scenarios::signature(finding.failure)) != 0;
}

void FuzzRun::print_finding(const fuzz::Finding& finding, bool known) {
  const scenarios::Failure& failure = finding.failure;
  const std::string file = files_.file_of(finding);
  if (arguments_.json) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("schema").string("whitewater.fuzz-finding/1");
    if (arguments_.baseline) writer.key("state").string(known ? "known" : "new");
    writer.key("run").string(std::to_string(finding.number));
    writer.key("seed").string(std::to_string(failure.scenario.seed.value_or(1)));
    writer.key("property").string(failure.kind.property).key("shape").string(failure.kind.shape);
    writer.key("sentence").string(failure.sentence).key("at").string(seconds_text(failure.at));
    writer.key("digest").string(digest_text(failure.digest)).key("events").unsigned_integer(failure.events);
    writer.key("runs").unsigned_integer(finding.count).key("signature").string(finding.signature);
    writer.key("shrunk").boolean(finding.shrunk).key("sizes").string(finding.sizes);
    writer.key("file").string(file).end_object();
    program_.console.print(text + "\n");
    return;
  }
  const TextStyle style = program_.console.out_style();
  std::string text =
      concat({style.paint(TextStyle::Tone::bad, "FAIL"), " seed ", std::to_string(failure.scenario.seed.value_or(1)),
              "  ", failure.kind.property, "  t=", seconds_text(failure.at), "  event ", grouped(failure.events),
              arguments_.baseline ? (known ? "  (known)" : "  (new)") : "", "\n  ", failure.sentence, "\n"});
  if (!finding.sizes.empty()) text += concat({"  shrunk: ", finding.sizes, "\n"});
  if (finding.count > 1) text += concat({"  ", grouped(finding.count), " runs failed so\n"});
  text += failure_commands(program_, file);
  program_.console.print(text + "\n");
}

void FuzzRun::print_end(const std::vector<fuzz::Finding>& findings, std::size_t fresh) {
  Console& console = program_.console;
  if (arguments_.json) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("schema").string("whitewater.fuzz/1");
    fuzz::write_end_report(campaign_, writer);
    writer.key("findings").unsigned_integer(findings.size()).key("new").unsigned_integer(fresh).end_object();
    console.print(text + "\n");
  } else {
    console.print(fuzz::end_report_text(campaign_, console.out_style()));
  }
  if (campaign_.findings().beyond() > 0)
    console.log(
        concat({grouped(campaign_.findings().beyond()), " runs failed in further ways, which are not recorded"}));
  console.log(concat(
      {grouped(campaign_.tally().runs), " runs in ", milli_seconds(since(start_)), " s, ",
       findings.empty() ? "nothing was found"
                        : concat({std::to_string(findings.size()), findings.size() == 1 ? " finding" : " findings"})}));
}

ExitCode FuzzRun::exit_code(std::size_t fresh) const {
  const fuzz::Tally& tally = campaign_.tally();
  if (interrupt_.arrived()) return ExitCode::interrupted;
  if (tally.nondeterministic > 0) return ExitCode::nondeterminism;
  if (lost_) return ExitCode::internal_error;
  if (fresh > 0) return ExitCode::violated;
  return tally.passed + tally.failed == 0 ? ExitCode::inconclusive : ExitCode::fine;
}

fuzz::Shrinkage shrink_task(const fuzz::Task& task, const scenarios::StopFlag& stop, std::function<bool()> go_on) {
  scenarios::ShrinkOptions options;
  options.runs_max =
      task.failure.scenario.system->costly ? scenarios::costly_shrink_runs_max : scenarios::campaign_shrink_runs_max;
  options.stop = &stop;
  bool half = false;
  options.go_on = [&] {
    half = half || (go_on && !go_on());
    return !half;
  };
  scenarios::Shrunk shrunk = scenarios::shrink(task.failure, options);
  // What is left half-way is no signature.
  if (stop) throw scenarios::Interrupted();
  scenarios::Runner runner;
  scenarios::complete(shrunk.failure, runner);
  fuzz::Shrinkage shrinkage;
  shrinkage.number = task.number;
  shrinkage.signature = scenarios::signature(shrunk.failure);
  shrinkage.failure = std::move(shrunk.failure);
  shrinkage.sizes = scenarios::sizes_text(shrunk.before, shrunk.after);
  shrinkage.fails = shrunk.fails;
  shrinkage.half = half;
  return shrinkage;
}

}  // namespace whitewater::tools
