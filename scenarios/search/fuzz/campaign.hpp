// Campaign: a search of many runs, in rounds. What a run is to be follows from the campaign's seed, the number of the
// run, and the corpus as it stood two rounds before, so no run waits for the end of the round before it. take() hears
// of the runs in the order of their numbers. So what is found does not depend on how many threads make the runs.
// No clock, no files and no threads here: these belong to whoever drives it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "scenarios/search/fuzz/corpus.hpp"
#include "scenarios/search/fuzz/draft.hpp"
#include "scenarios/search/fuzz/findings.hpp"
#include "scenarios/search/fuzz/frame.hpp"
#include "scenarios/search/fuzz/tally.hpp"

namespace whitewater::scenarios::fuzz {

inline constexpr std::uint64_t round_size = 256;

// A scenario to begin with.
struct Input {
  Scenario scenario;
  bool wire = false;
};

struct Plan {
  std::uint64_t seed = 1;
  bool guided = true;
  bool wire = true;           // one run in four goes over the wire, if there is a codec
  std::vector<Input> inputs;  // are run first, and kept if they reach anything
};

// The runs of one round; a value that may be shared between threads. Outlived by its campaign.
class Round {
 public:
  Round(const Frame& frame, const Plan& plan, std::shared_ptr<const Snapshot> corpus)
      : frame_(frame), plan_(plan), corpus_(std::move(corpus)) {}

  Draft draft(std::uint64_t number) const;

 private:
  const Frame& frame_;
  const Plan& plan_;
  std::shared_ptr<const Snapshot> corpus_;
};

class Campaign {
 public:
  Campaign(Frame frame, Plan plan);
  Campaign(const Campaign&) = delete;
  Campaign& operator=(const Campaign&) = delete;

  // Null: the runs of the round before the last one are not all taken yet.
  std::shared_ptr<const Round> round(std::uint64_t number) const;

  struct Taken {
    std::optional<Task> task;          // to be shrunk
    std::optional<Seedling> seedling;  // it reached new ground
    std::optional<Scenario> unlike;    // two runs of it differ
    bool round_ends = false;
  };
  // The run of that draft. Precondition: the draft's number is that of the runs taken so far.
  Taken take(Draft draft, const Observation& seen);
  // The finding whose failure is now the one to keep; null: a smaller one is known, or the failure did not come again,
  // which is counted as two runs that differ.
  const Finding* shrunk(Shrinkage shrinkage);

  const Frame& frame() const { return frame_; }
  const Plan& plan() const { return plan_; }
  const Tally& tally() const { return tally_; }
  const Findings& findings() const { return findings_; }
  const Corpus& corpus() const { return corpus_; }

 private:
  void end_round();

  Frame frame_;
  Plan plan_;
  Tally tally_;
  Findings findings_;
  Corpus corpus_;
  std::uint64_t rounds_ended_ = 0;
  // Of the rounds that may be drafted: the one under way, and the next one.
  std::shared_ptr<const Round> even_, odd_;
};

}  // namespace whitewater::scenarios::fuzz
