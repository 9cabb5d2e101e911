// Findings: the failures of a campaign, so that a thousand failing seeds are one finding. What is known of a failure at
// once is its kind; of each kind at most ten are shrunk, and the smallest is kept for each signature.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/search/failure.hpp"
#include "scenarios/search/fuzz/draft.hpp"
#include "scenarios/search/fuzz/observation.hpp"

namespace whitewater::scenarios::fuzz {

// A failure to be shrunk.
struct Task {
  std::uint64_t number = 0;  // of the run
  Failure failure;
};

// What came of it.
struct Shrinkage {
  std::uint64_t number = 0;
  Failure failure;
  std::string signature;
  std::string sizes;  // "5→3 replicas, 9→1 faults"; empty: nothing was made smaller
  bool fails = true;  // false: the failure did not fail again, so two runs of it differ
  bool half = false;  // there was no time for more: it is kept as long as nothing else of its kind is there
};

struct Finding {
  std::uint64_t number = 0;  // of the first run that failed so
  std::uint64_t count = 0;   // how many runs failed by this kind
  Failure failure;           // the smallest so far
  std::string signature;
  std::string sizes;
  bool shrunk = false;
  bool half = false;  // there was no time to shrink it further: the first that is shrunk wholly replaces it
};

class Findings {
 public:
  static constexpr std::size_t shrunk_max = 10;   // of each kind
  static constexpr std::size_t kinds_max = 1000;  // what fails by a further kind is only counted

  // A run that failed. Returns what is to be shrunk; nothing: enough of this kind are shrunk already.
  std::optional<Task> add(const Draft& draft, const Observation& seen);
  // The finding that it belongs to, if its failure is now the one to keep. Null: a better one is known. A finding that
  // was half shrunk is gone when another one of its kind is returned.
  // Precondition: it fails.
  const Finding* shrunk(Shrinkage shrinkage);

  std::size_t kinds() const { return kinds_.size(); }
  std::uint64_t beyond() const { return beyond_; }
  // In the order of the first runs: of each kind, one for each signature of its shrunk failures. It does not depend on
  // the order in which failures were shrunk.
  std::vector<Finding> all() const;

 private:
  struct Kind {
    std::uint64_t count = 0;
    Task first;
    std::size_t tasks = 0;
    std::map<std::string, Finding> by_signature;
  };
  std::map<FailureKind, Kind> kinds_;
  std::uint64_t beyond_ = 0;
};

}  // namespace whitewater::scenarios::fuzz
