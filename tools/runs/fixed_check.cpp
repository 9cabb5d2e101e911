// The failure itself first, then its neighbours in the order of their indexes, whatever the number of threads.
#include "tools/runs/fixed_check.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <utility>

#include "core/text/concat.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/search/neighbourhood.hpp"
#include "scenarios/search/recording.hpp"
#include "tools/runs/confidence.hpp"
#include "tools/runs/failure_files.hpp"
#include "tools/runs/ordered_workers.hpp"
#include "tools/terminal/progress.hpp"
#include "tools/terminal/shell_quote.hpp"
#include "tools/terminal/signal_watch.hpp"

namespace whitewater::tools {

namespace {

using scenarios::Failure;
using scenarios::Neighbourhood;

constexpr double sure = 0.99;

struct Verdict {
  scenarios::RunReport report;
  bool given_up = false;
};

class FixedCheck {
 public:
  FixedCheck(const Program& program, const Failure& failure, std::string file, const FixedOptions& options)
      : program_(program), console_(program.console), failure_(failure), file_(std::move(file)), options_(options) {}

  ExitCode run() {
    // Index 0 is the failure itself.
    OrderedWorkers<Verdict> workers;
    OrderedWorkers<Verdict>::Plan plan;
    plan.jobs = options_.runs + 1;
    plan.threads = options_.threads;
    plan.make_worker = [this] {
      const auto runner = std::make_shared<scenarios::Runner>();
      return [this, runner](std::uint64_t index) { return run_one(*runner, index); };
    };
    plan.consume = [this](std::uint64_t index, Verdict verdict) { consume(index, std::move(verdict)); };
    plan.go_on = [this] { return go_on(); };
    workers.run(std::move(plan));
    console_.end_progress();
    if (fails_) return report_failing();
    if (interrupt_.arrived()) {
      console_.log(concat({"interrupted after ", grouped(clean_), " of ", grouped(options_.runs), " runs"}));
      return ExitCode::interrupted;
    }
    return report_clean();
  }

 private:
  scenarios::Scenario scenario_of(std::uint64_t index) const {
    return index == 0 ? failure_.scenario : scenarios::neighbour(failure_.scenario, index);
  }

  Verdict run_one(scenarios::Runner& runner, std::uint64_t index) {
    const scenarios::Scenario scenario = scenario_of(index);
    scenarios::RunOptions options;
    options.wire = failure_.wire;
    options.stop = &stop_;
    try {
      return {runner.run(scenario, *scenario.seed, options)};
    } catch (const scenarios::Interrupted&) {
      return {{}, true};
    }
  }

  void consume(std::uint64_t index, Verdict verdict) {
    given_up_ = given_up_ || verdict.given_up;
    if (given_up_ || fails_) return;
    if (scenarios::failure_kind(verdict.report)) {
      fails_ = {index, std::move(verdict.report)};
      stop_ = true;
      return;
    }
    if (verdict.report.outcome == scenarios::RunReport::Outcome::unknown)
      ++undecided_;
    else if (index > 0)
      ++clean_;
  }

  bool go_on() {
    const auto elapsed = std::chrono::steady_clock::now() - start_;
    console_.progress(progress_text(clean_, options_.runs,
                                    Duration{std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count()}));
    if (!interrupt_.poll()) return !fails_;
    stop_ = true;
    return false;
  }

  ExitCode report_failing() {
    const auto& [index, report] = *fails_;
    std::string commands, file;
    if (index > 0) {
      Failure found =
          scenarios::failure_of(scenario_of(index), failure_.wire, report, *scenarios::failure_kind(report));
      scenarios::Runner runner;
      scenarios::complete(found, runner);
      file = file_of(index);
      if (const std::optional<Error> error = write_failure_file(program_, std::move(found), file)) {
        console_.error(error->text());
        return ExitCode::internal_error;
      }
      commands = failure_commands(program_, file);
    } else {
      file = file_;
      commands = failure_commands(program_, file_);
    }
    if (options_.json) {
      print_json("fails", file);
      return ExitCode::violated;
    }
    console_.print(concat({index == 0 ? "The failure itself fails still:\n"
                                      : concat({"Neighbour ", std::to_string(index), " of the failure fails:\n"}),
                           "  ", kind_text(*scenarios::failure_kind(report)), "\n",
                           scenarios::verdict_line(report, console_.out_style()), commands}));
    return ExitCode::violated;
  }

  ExitCode report_clean() {
    if (options_.json) {
      print_json("passes", "");
    } else {
      const std::string more = concat({program_.name, " replay --fixed ", shell_quoted(file_), " --seeds "});
      console_.print(
          concat({"The failure does not fail any more, and ", grouped(clean_), " of ", grouped(options_.runs),
                  " neighbours of it pass", undecided_ > 0 ? "; the others have no verdict" : "", ".\n",
                  proof_text(failure_.neighbourhood, clean_, more)}));
    }
    return proof_code(failure_.neighbourhood, clean_);
  }

  void print_json(std::string_view result, const std::string& file) {
    const double share = share_of(failure_.neighbourhood);
    std::string line;
    json::Writer writer(line);
    writer.begin_object().key("schema").string("whitewater.fixed/1").key("result").string(result);
    writer.key("clean").unsigned_integer(clean_).key("undecided").unsigned_integer(undecided_);
    writer.key("share_ppm").unsigned_integer(static_cast<std::uint64_t>(share * 1e6));
    writer.key("confidence_ppm");
    if (fails_ || share == 0)
      writer.null();
    else
      writer.unsigned_integer(static_cast<std::uint64_t>(confidence_of(share, clean_) * 1e6));
    writer.key("file").string(file).end_object();
    console_.print(line + "\n");
  }

  static double share_of(const std::optional<Neighbourhood>& found) {
    return found ? lower_bound_of_share(found->failed, found->tried) : 0;
  }

  std::string file_of(std::uint64_t index) const {
    if (options_.out) return *options_.out;
    const std::string stem =
        file_ == "-" ? "failure" : file_.substr(0, file_.size() - (file_.ends_with(".json") ? 5 : 0));
    return concat({stem, ".neighbour-", std::to_string(index), ".json"});
  }

  const Program& program_;
  Console& console_;
  const Failure& failure_;
  std::string file_;
  const FixedOptions& options_;
  SignalWatch interrupt_{SIGINT, SIGTERM};
  scenarios::StopFlag stop_ = false;
  bool given_up_ = false;
  std::uint64_t clean_ = 0;
  std::uint64_t undecided_ = 0;
  std::optional<std::pair<std::uint64_t, scenarios::RunReport>> fails_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

std::string proof_text(const std::optional<Neighbourhood>& neighbourhood, std::uint64_t clean,
                       const std::string& ask_for_more) {
  if (!neighbourhood) return "How sure the fix is cannot be said: the file does not say how often neighbours failed.\n";
  const std::string seen = concat({grouped(neighbourhood->failed), " of ", grouped(neighbourhood->tried),
                                   " neighbours failed when the failure was recorded"});
  const double share = lower_bound_of_share(neighbourhood->failed, neighbourhood->tried);
  if (share == 0) return concat({"How sure the fix is cannot be said: ", seen, ".\n"});
  const double confidence = confidence_of(share, clean);
  const std::uint64_t needed = runs_for(share, sure);
  const std::string text =
      concat({seen, ": with 95 % confidence at least ", percent_of(share),
              " of them fail.\nHad the mistake still been there, these runs would have shown it with a probability of ",
              confidence > 0.9999 ? "more than " : "", percent_of(confidence), ".\n"});
  if (confidence >= sure)
    return concat({text, "99 % was reached after ", grouped(needed), needed == 1 ? " run.\n" : " runs.\n"});
  return concat({text, "99 % takes ", grouped(needed), " runs: ", ask_for_more, std::to_string(needed), "\n"});
}

ExitCode proof_code(const std::optional<Neighbourhood>& neighbourhood, std::uint64_t clean) {
  if (!neighbourhood) return ExitCode::inconclusive;
  const double share = lower_bound_of_share(neighbourhood->failed, neighbourhood->tried);
  return share > 0 && confidence_of(share, clean) >= sure ? ExitCode::fine : ExitCode::inconclusive;
}

ExitCode check_fixed(const Program& program, const Failure& failure, const std::string& file,
                     const FixedOptions& options) {
  return FixedCheck(program, failure, file, options).run();
}

}  // namespace whitewater::tools
