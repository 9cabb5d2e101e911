// Failures of one signature are compared by their files.
#include "scenarios/search/fuzz/findings.hpp"

#include <algorithm>
#include <string>

#include "core/base/check.hpp"
#include "scenarios/format/scenario_writer.hpp"

namespace whitewater::scenarios::fuzz {

namespace {

// The shorter file is the smaller failure; of equally long ones, the one that comes first by its text.
bool smaller(const Failure& a, const Failure& b) {
  const std::string of_a = write_scenario(a.scenario, Defaults::omitted);
  const std::string of_b = write_scenario(b.scenario, Defaults::omitted);
  return of_a.size() != of_b.size() ? of_a.size() < of_b.size() : of_a < of_b;
}

}  // namespace

std::optional<Task> Findings::add(const Draft& draft, const Observation& seen) {
  const auto found = kinds_.find(*seen.kind);
  if (found == kinds_.end() && kinds_.size() >= kinds_max) {
    ++beyond_;
    return std::nullopt;
  }
  Kind& kind = found != kinds_.end() ? found->second : kinds_[*seen.kind];
  ++kind.count;
  if (kind.tasks >= shrunk_max) return std::nullopt;
  Task task{draft.number, failure_of(draft.scenario, draft.wire, seen.report, *seen.kind)};
  if (kind.tasks == 0) kind.first = task;
  ++kind.tasks;
  return task;
}

const Finding* Findings::shrunk(Shrinkage shrinkage) {
  check(shrinkage.fails, "a failure that does not come again is no finding");
  const auto kind = kinds_.find(shrinkage.failure.kind);
  if (kind == kinds_.end()) return nullptr;
  std::map<std::string, Finding>& findings = kind->second.by_signature;
  // A failure that there was no time to shrink has no signature of its own. A kind has one such finding at most, and
  // only as long as it has no other finding.
  const bool has_half = !findings.empty() && findings.begin()->second.half;
  const bool better = findings.empty() || (has_half && smaller(shrinkage.failure, findings.begin()->second.failure));
  if (shrinkage.half && !better) return nullptr;
  if (has_half) findings.clear();
  auto [place, fresh] = findings.try_emplace(shrinkage.signature);
  Finding& finding = place->second;
  finding.number = fresh ? shrinkage.number : std::min(finding.number, shrinkage.number);
  const bool keep = fresh || smaller(shrinkage.failure, finding.failure);
  if (keep) {
    finding.failure = std::move(shrinkage.failure);
    finding.sizes = std::move(shrinkage.sizes);
  }
  finding.signature = shrinkage.signature;
  finding.shrunk = true;
  finding.half = shrinkage.half;
  return keep ? &finding : nullptr;
}

std::vector<Finding> Findings::all() const {
  std::vector<Finding> all;
  for (const auto& [name, kind] : kinds_) {
    for (const auto& [signature, finding] : kind.by_signature) all.push_back(finding);
    if (kind.by_signature.empty()) all.push_back({kind.first.number, 0, kind.first.failure, "", "", false});
    for (Finding& finding : all)
      if (finding.failure.kind == name) finding.count = kind.count;
  }
  std::stable_sort(all.begin(), all.end(), [](const Finding& a, const Finding& b) { return a.number < b.number; });
  return all;
}

}  // namespace whitewater::scenarios::fuzz
