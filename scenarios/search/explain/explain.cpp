// A part of the explanation after the other; each asks whether there is time for it.
#include "scenarios/search/explain/explain.hpp"

#include <vector>

#include "core/text/concat.hpp"
#include "scenarios/search/explain/account.hpp"
#include "scenarios/search/explain/curve.hpp"
#include "scenarios/search/explain/nearest_pass.hpp"
#include "scenarios/search/explain/needed_messages.hpp"
#include "scenarios/search/explain/recorded_run.hpp"
#include "scenarios/search/explain/second_judges.hpp"
#include "scenarios/search/explain/steps.hpp"
#include "scenarios/search/explain/windows.hpp"
#include "scenarios/search/pieces.hpp"

namespace whitewater::scenarios {

namespace {

class Explainer {
 public:
  Explainer(const Failure& failure, const ExplainOptions& options)
      : failure_(failure), options_(options), trials_(failure.wire, options.stop) {}

  Result<Explanation> explain() {
    SecondJudges judges(failure_.scenario);
    RecordedRun run(trials_, failure_.scenario, judges.witnesses());
    if (run.trial().kind != failure_.kind)
      return Error{failure_.scenario.name, "the failure does not happen any more, so there is nothing to explain"};
    const RunReport& report = run.trial().report;
    explained_.kind = failure_.kind;
    explained_.sentence = report.violation ? report.violation->text : failure_.sentence;
    explained_.violation = report.violation ? report.violation->time : Time{} + report.virtual_time;
    explained_.replicas = failure_.scenario.replicas;
    explained_.second = judges.opinion(trials_.runner(), failure_.scenario, report, failure_.kind.property);
    const std::vector<ReportedRequest> requests = trials_.runner().requests().value_or(std::vector<ReportedRequest>{});
    explained_.account = account_of({run.log(), report, requests}, *failure_.scenario.system);
    remove_pieces();
    options_.say("when each fault may strike");
    explained_.windows = strike_windows(trials_, failure_, explained_.violation - Time{}, asking());
    options_.say("which messages it needs");
    const std::vector<std::uint32_t> targets = targets_of(run);
    const NeededMessages needed = needed_messages(trials_, failure_, run, targets, asking());
    explained_.messages_tried = needed.tried;
    explained_.messages_past = needed.past;
    Steps steps = steps_of(run, needed.sends, targets);
    explained_.steps = std::move(steps.steps);
    explained_.left_out = steps.left_out;
    options_.say("the nearest run that passes");
    std::vector<Neighbour> neighbours;
    for (const Piece& piece : passing_) neighbours.push_back({"without " + piece.words, &piece.without});
    explained_.nearest = nearest_pass(trials_, run, neighbours, asking());
    if (options_.curve) {
      options_.say("when it became inevitable");
      explained_.curve = inevitability_curve(trials_, failure_, explained_.violation, asking());
      explained_.inevitable = inevitable_from(explained_.curve);
    }
    explained_.runs = trials_.runs();
    return std::move(explained_);
  }

 private:
  std::function<bool()> asking() {
    return [this] {
      if (options_.go_on()) return true;
      explained_.cut_short = true;
      return false;
    };
  }

  void remove_pieces() {
    options_.say("what of it is needed");
    const std::function<bool()> go_on = asking();
    for (Piece& piece : pieces_of(failure_.scenario)) {
      if (!go_on()) return;
      const Trial trial = trials_.run(piece.without);
      Necessity necessity{piece.words, trial.kind != failure_.kind, ""};
      if (!necessity.needed)
        necessity.instead = "the run fails all the same";
      else if (trial.kind)
        necessity.instead = concat({trial.kind->property, " fails instead"});
      else
        necessity.instead =
            trial.report.outcome == RunReport::Outcome::pass ? "the run passes" : "the run does not fail";
      if (trial.report.outcome == RunReport::Outcome::pass) passing_.push_back(std::move(piece));
      explained_.necessities.push_back(std::move(necessity));
    }
  }

  const Failure& failure_;
  const ExplainOptions& options_;
  Trials trials_;
  Explanation explained_;
  std::vector<Piece> passing_;  // without each of which the run passes
};

}  // namespace

Result<Explanation> explain(const Failure& failure, const ExplainOptions& options) {
  return Explainer(failure, options).explain();
}

}  // namespace whitewater::scenarios
