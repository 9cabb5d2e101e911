// A replica may redirect to another one that redirects back, once, while leadership changes. Only many such redirects
// are a cause. A redirect to oneself is never right.
#include "tools/real/report/answer_causes.hpp"

#include <algorithm>

#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/report/text_lines.hpp"

namespace whitewater::tools::real {

namespace {

using scenarios::count_of;
using Causes = std::vector<std::string>;

constexpr std::uint64_t circle_min = 100;  // redirects there, and as many back

std::uint64_t redirects(const RealReport& report, unsigned from, unsigned to) {
  const auto& rows = report.answers.redirects;
  return from < rows.size() ? rows[from][to] : 0;
}

NodeId node(unsigned number) {
  return NodeId{static_cast<std::uint16_t>(number)};
}

void add_self_redirects(Causes& causes, const RealReport& report) {
  NodeSet who;
  std::uint64_t count = 0;
  for (unsigned i = 0; i < report.answers.redirects.size(); ++i) {
    if (redirects(report, i, i) > 0) who.insert(node(i));
    count += redirects(report, i, i);
  }
  if (who.empty()) return;
  causes.push_back(concat({nodes_text(who, report.replica_count()), " redirected clients to ",
                           who.size() == 1 ? "itself" : "themselves", " (", count_of(count, "time", "times"),
                           "): a replica that leads answers; another one names the leader, or holds the request"}));
}

void add_circles(Causes& causes, const RealReport& report) {
  const auto replicas = static_cast<unsigned>(report.answers.redirects.size());
  for (unsigned a = 0; a < replicas; ++a)
    for (unsigned b = a + 1; b < replicas; ++b) {
      const std::uint64_t there = redirects(report, a, b), back = redirects(report, b, a);
      if (there < circle_min || back < circle_min) continue;
      causes.push_back(concat({course::id_text(node(a), replicas), " and ", course::id_text(node(b), replicas),
                               " redirected clients to each other (", count_of(there + back, "time", "times"),
                               "): neither of them led; without a leader, hold the request"}));
    }
}

bool in_circles(const RealReport& report) {
  Causes causes;
  add_self_redirects(causes, report);
  add_circles(causes, report);
  return !causes.empty();
}

bool only_fails(const RealReport& report) {
  return report.answers.oks == 0 && report.answers.fails > 0;
}

}  // namespace

bool told_by_answers(const RealReport& report) {
  return report.answers.oks == 0 && (in_circles(report) || only_fails(report));
}

void add_answer_causes(Causes& causes, const RealReport& report, NodeSet explained) {
  const AnswerReport& answers = report.answers;
  add_self_redirects(causes, report);
  add_circles(causes, report);
  const auto storm = std::find_if(report.findings.begin(), report.findings.end(),
                                  [](const Finding& finding) { return finding.kind == FindingKind::redirect_storm; });
  if (storm != report.findings.end() && !in_circles(report))
    causes.push_back(concat({"clients were redirected again and again (", storm->detail,
                             "): replicas redirect them to one that is dead, or that redirects them again"}));
  if (only_fails(report))
    causes.push_back(concat({nodes_text(answers.failing, report.replica_count()), " answered fail ",
                             count_of(answers.fails, "time", "times"),
                             ", and no replica ever answered ok: a client that is told fail asks again; look at what "
                             "the replica waits for"}));
  const NodeSet at = answers.gets_at - explained;
  if (at.empty()) return;
  causes.push_back(
      concat({count_of(answers.unanswered_gets, "get was", "gets were"), " never answered, though ",
              nodes_text(at, report.replica_count()), " had ", answers.unanswered_gets == 1 ? "it" : "them", " (first ",
              answers.first_get, "): look at what becomes of a get that cannot be answered at once"}));
}

}  // namespace whitewater::tools::real
