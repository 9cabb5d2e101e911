// Shrinking: a failure on its way to a smaller one: the best scenario so far, and the trials of candidates. Passes
// (shrink_passes.hpp) propose; a candidate that fails in the same way becomes the best.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/search/pin.hpp"
#include "scenarios/search/shrink.hpp"
#include "scenarios/search/trial.hpp"

namespace whitewater::scenarios {

class Shrinking {
 public:
  Shrinking(const Failure& failure, const ShrinkOptions& options);

  // Makes the failing run. False: it does not fail in that way.
  bool begin();

  const Scenario& best() const { return best_; }
  // When the best fails, from the start of the run.
  Duration at() const { return at_; }
  // The run of the best.
  const RunReport& report() const { return report_; }

  // True: the candidate fails in the same way, and is the best from now on. change: what it lacks, for people; empty:
  // its passing would say nothing.
  bool accepts(Scenario candidate, const std::string& change = {});
  // The same, but not if clients ask more in it.
  bool accepts_no_larger(Scenario candidate);
  // The same, but it has to fail in the same way with other seeds, too: what it leaves to chance does not matter.
  bool accepts_with_any_seed(Scenario candidate);
  // It fails in the same way; the best stays what it is.
  bool fails(const Scenario& candidate);
  // The best said in other words, in which less is drawn: its run must be the same, bit for bit. If it is not, that is
  // a mistake of this program, which a warning tells, and the best stays. what: of the failing run, a plural.
  bool says_as_data(Scenario same, std::string_view what);
  // The latest run was one of the best, in which chance decides: it is kept from before chance becomes data.
  void keep_with_chance() { with_chance_ = {best_, sizes()}; }
  // It is the best again if no more runs may be made and there is less to read in it: a list of what was drawn is long
  // until passes have shortened it.
  void return_to_chance_if_shorter();
  // No more runs: every candidate is refused.
  bool spent() const { return !stopped_.empty(); }
  // It fails because something does not happen, so that it has to run to its end.
  bool of_liveness() const { return !ends_when_it_fails_; }
  // A run costs much, so no candidate is tried twice.
  bool costly() const { return best_.system->costly; }
  // From now on runs go to their end. Before, they end a while after the best fails: later failures do not count.
  void run_to_the_end() { to_the_end_ = true; }

  // How many candidates became the best.
  std::uint64_t steps() const { return steps_; }

  // The best as a failure, and its sizes: makes one more run, whatever the budget says.
  Failure result();
  // Of the latest run, which was one of the best.
  ShrinkSizes sizes() const;
  // The candidates that did not fail although the best does, the latest last.
  struct Passed {
    Scenario scenario;
    std::string change;
  };
  // That passes, as it is, to its end.
  std::optional<Passed> nearest_pass();

  std::uint64_t runs() const { return trials_.runs() + recordings_; }
  const std::string& stopped() const { return stopped_; }
  std::vector<std::string>& warnings() { return warnings_; }
  Trials& trials() { return trials_; }
  // All that was drawn in the run of the best, which is made once more; nothing when no run may be made.
  std::optional<Recording> record_best();
  // Makes it once more with an observer. False: no run may be made.
  bool watch_best(simnet::Observer& observer);

 private:
  // Makes a run, which `make` does; nothing when no run may be made.
  std::optional<Trial> guarded(const std::function<Trial()>& make);
  std::optional<Trial> run(const Scenario& scenario, bool to_the_end);
  std::optional<Duration> until() const;
  bool is_fair(const Scenario& candidate) const;
  bool was_refused(const Scenario& candidate) const;
  void note_refused(const Scenario& candidate);
  bool judges(Scenario candidate, const std::string& change, bool no_larger);
  std::size_t asked(const Scenario& latest) const;  // requests of the latest run, which was of that scenario

  Failure failure_;
  const ShrinkOptions& options_;
  Trials trials_;
  Scenario best_;
  RunReport report_;
  Duration at_;
  std::size_t requests_ = 0;  // in the run of the best
  std::uint64_t steps_ = 0;
  std::uint64_t recordings_ = 0;
  bool ends_when_it_fails_ = false;  // what is wrong is known when it happens, and stays wrong
  bool to_the_end_ = false;
  bool promised_ = false;  // the system promises to work in the scenario that was given
  std::vector<Passed> passed_;
  struct WithChance {
    Scenario scenario;
    ShrinkSizes sizes;
  };
  std::optional<WithChance> with_chance_;
  std::vector<Scenario> refused_;  // only where runs cost much
  std::string stopped_;
  std::vector<std::string> warnings_;
};

// Takes away as many of `count` things as it can: all at once, then halves, quarters, … and each alone, from the last
// on. Each is tried alone once: call it again as long as anything went. fails: is the rest, without the places that are
// not kept, still accepted?
void take_away(const Shrinking& shrinking, std::size_t count,
               const std::function<bool(const std::vector<bool>& kept)>& fails);

// The place that `kept` lacks of what is left; nothing: it lacks none, or several.
std::optional<std::size_t> the_only_one(const std::vector<bool>& left, const std::vector<bool>& kept);

}  // namespace whitewater::scenarios
