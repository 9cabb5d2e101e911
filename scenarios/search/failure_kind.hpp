// FailureKind: what a run did wrong, apart from when and where: the property that failed, and the shape of the witness.
// Two failures of one kind may be one mistake; a search that makes a failure smaller goes on only while the kind stays.
// A shape holds no ids, indexes, terms or times: of a history it is the kind of contradiction with the kinds of its
// operations, of everything else the sentence of the violation with all that is counted left out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

struct FailureKind {
  std::string property;  // "election_safety"; of the workload's rules: their names, "availability"
  std::string shape;     // "# and # lead in term #"
  friend bool operator==(const FailureKind&, const FailureKind&) = default;
  friend auto operator<=>(const FailureKind&, const FailureKind&) = default;
};

// "election_safety: # and # lead in term #"
std::string kind_text(const FailureKind& kind);

// Nothing: the run did not fail, or failed by chance alone, or was not judged, or is not deterministic.
std::optional<FailureKind> failure_kind(const RunReport& report);

// "the nodes 0001, 0002 and 0003 lead in term 7" → "the nodes # lead in term #". Words with a digit, and what stands in
// quotes, are left out; a list of these is one.
std::string sentence_shape(std::string_view sentence);

}  // namespace whitewater::scenarios
