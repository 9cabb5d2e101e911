// What is told is chosen first; then each step looks for the steps before it.
#include "scenarios/search/explain/steps.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/note_text.hpp"
#include "scenarios/search/explain/needed_messages.hpp"
#include "scenarios/search/fault_sentence.hpp"
#include "scenarios/story/payload_text.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = RunRecord::Kind;
using Place = std::uint32_t;  // of a record

// Values are filled up with dots; three of them are enough.
std::string without_padding(const std::string& text) {
  std::string shorter;
  for (const char c : text)
    if (c != '.' || !shorter.ends_with("...")) shorter += c;
  return shorter;
}

class Teller {
 public:
  Teller(const RecordedRun& run, std::span<const Place> needed, std::span<const Place> targets)
      : log_(run.log()), run_(run), needed_(needed.begin(), needed.end()), ending_(targets.begin(), targets.end()) {
    // What comes before an event without a record is told only if it matters by itself.
    if (!unrecorded_event(run)) targets_.insert(targets.begin(), targets.end());
    past_ = run.graph().past(targets);
    for (const RunRecord& record : log_.records()) {
      if (record.kind == Kind::noted && record.cause != RunRecord::nothing)
        notes_[record.cause].push_back(record.number);
    }
  }

  Steps tell() {
    std::vector<Place> chosen;
    for (const RunRecord& record : log_.records())
      if (is_told(record)) chosen.push_back(record.number);
    Steps told;
    const std::optional<std::string> last = unrecorded_event(run_);
    const std::size_t most = steps_max - (last ? 1 : 0);
    if (chosen.size() > most) {
      // The last ones lead to the violation; the faults before them stay.
      told.left_out = static_cast<unsigned>(chosen.size() - most);
      std::size_t drop = told.left_out;
      std::erase_if(chosen, [&](Place place) {
        if (drop == 0 || record(place).kind == Kind::fault) return false;
        --drop;
        return true;
      });
    }
    for (const Place place : chosen) {
      Step step = step_of(record(place));
      step.number = static_cast<unsigned>(told.steps.size() + 1);
      numbers_[place] = step.number;
      told.steps.push_back(std::move(step));
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) told.steps[i].because = steps_before(predecessors(chosen[i]));
    if (last) add_unrecorded(told.steps, *last);
    leave_out_indirect(told.steps);
    return told;
  }

 private:
  const RunRecord& record(Place place) const { return log_.records()[place]; }
  std::string name(NodeId node) const { return node_text(node, log_.replicas()); }

  bool is_told(const RunRecord& record) const {
    switch (record.kind) {
      case Kind::fault:
      case Kind::unwritten:
        return true;
      case Kind::sent:
        return record.fate == Passage::lost && on_the_way(record);
      case Kind::started:
        return record.cause != RunRecord::nothing && past_[record.number];
      case Kind::arrived:
        return past_[record.number] &&
               (targets_.contains(record.number) || first_needed(record) || changes_role(record));
      case Kind::timer:
        return past_[record.number] && (targets_.contains(record.number) || changes_role(record));
      default:
        return false;
    }
  }
  // A loss that matters was of something that the past could have received.
  bool on_the_way(const RunRecord& sent) const { return sent.cause == RunRecord::nothing || past_[sent.cause]; }
  bool first_needed(const RunRecord& arrived) const {
    return arrived.cause != RunRecord::nothing && needed_.contains(arrived.cause);
  }
  bool changes_role(const RunRecord& event) const {
    const auto found = notes_.find(event.number);
    if (found == notes_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](Place place) {
      const NoteWords* const words = log_.vocabulary().note(record(place).code);
      return words != nullptr && (words->leads == NoteWords::Leads::begins || words->leads == NoteWords::Leads::stands);
    });
  }

  // ": became_leader term 3, last index 0"
  std::string noted(const RunRecord& event) const {
    std::string text;
    const auto found = notes_.find(event.number);
    if (found == notes_.end()) return text;
    for (const Place place : found->second)
      text += concat({text.empty() ? ": " : "; ", note_text({record(place).code, record(place).a, record(place).b},
                                                            log_.replicas(), log_.vocabulary())});
    return text;
  }
  std::string content(const RunRecord& message) const {
    const std::string details = without_padding(payload_details(message.payload, log_.replicas(), log_.vocabulary()));
    return concat({payload_type(message.payload, log_.vocabulary()), details.empty() ? "" : " (", details,
                   details.empty() ? "" : ")"});
  }

  Step step_of(const RunRecord& record) const {
    Step step;
    step.time = record.time;
    switch (record.kind) {
      case Kind::fault:
        step.fault = true;
        step.sentence = fault_step(record);
        break;
      case Kind::unwritten:
        step.fault = true;
        step.sentence = concat({name(record.node), " forgets what it wrote last: it was not durable when it died"});
        break;
      case Kind::started:
        step.sentence = concat({name(record.node), " starts again, with ", std::to_string(record.a),
                                record.a == 1 ? " record" : " records", " on its disk", noted(record)});
        break;
      case Kind::timer:
        step.sentence = concat({name(record.node), "'s timer ", std::to_string(record.a), " fires", noted(record)});
        break;
      case Kind::sent:
        message_step(step, record.node, record.peer, record);
        step.fault = true;
        step.sentence = concat({content(record), " from ", step.from, " to ", step.to, " is lost"});
        break;
      default:
        message_step(step, record.peer, record.node, record);
        step.sentence = concat({step.to, " receives ", content(record), " from ", step.from, noted(record)});
        break;
    }
    return step;
  }
  // "the partition of the leader begins (0002), and stops 12 messages, the first of them heartbeat from 0002 to 0000"
  std::string fault_step(const RunRecord& strike) const {
    const std::vector<ScheduledFault>& faults = run_.scenario().faults;
    std::string what = concat({"the ", log_.text(strike)});
    for (std::size_t i = 0; i < faults.size(); ++i)
      if (strike.a == number_of(faults, i)) what = fault_subject(faults[i]);
    const std::string nodes =
        strike.nodes.empty() ? "" : concat({" (", nodes_text(strike.nodes, log_.replicas()), ")"});
    if (strike.ends) return concat({what, " ends"});
    return concat({what, " begins", nodes, stopped_by(strike)});
  }
  // What was cut while the fault lasted, as far as it has to do with its nodes.
  std::string stopped_by(const RunRecord& strike) const {
    const RunRecord* first = nullptr;
    std::size_t count = 0;
    for (Place at = strike.number + 1; at < log_.records().size(); ++at) {
      const RunRecord& later = record(at);
      if (later.kind == Kind::fault && later.ends && (later.a == strike.a || later.a == 0)) break;
      if (later.kind != Kind::sent || later.fate != Passage::cut) continue;
      if (!strike.nodes.contains(later.node) && !strike.nodes.contains(later.peer)) continue;
      if (count++ == 0) first = &later;
    }
    if (first == nullptr) return "";
    return concat({"; until its end ", std::to_string(count),
                   count == 1 ? " message is cut off, " : " messages are cut off, first ",
                   payload_type(first->payload, log_.vocabulary()), " from ", name(first->node), " to ",
                   name(first->peer)});
  }
  void message_step(Step& step, NodeId from, NodeId to, const RunRecord& record) const {
    step.from = name(from);
    step.to = name(to);
    step.message = payload_type(record.payload, log_.vocabulary());
  }

  // The event that ended with a failed check.
  void add_unrecorded(std::vector<Step>& steps, const std::string& handled) {
    Step step;
    step.number = static_cast<unsigned>(steps.size() + 1);
    step.time = run_.trial().report.violation->time;
    step.sentence = concat({name(run_.trial().report.violation->node), " ", handled});
    step.because = steps_before(ending_);
    steps.push_back(std::move(step));
  }

  // The nearest steps in a past that begins with these: a step hides what lies behind it.
  std::vector<unsigned> steps_before(std::vector<Place> open) {
    std::set<unsigned> found;
    std::set<Place> seen;
    while (!open.empty()) {
      const Place at = open.back();
      open.pop_back();
      if (!seen.insert(at).second) continue;
      if (const auto step = numbers_.find(at); step != numbers_.end()) {
        found.insert(step->second);
        continue;
      }
      const std::vector<Place> earlier = predecessors(at);
      open.insert(open.end(), earlier.begin(), earlier.end());
    }
    return {found.begin(), found.end()};
  }
  // A step from which another one of the same list follows is left out: it is told there.
  static void leave_out_indirect(std::vector<Step>& steps) {
    std::vector<std::set<unsigned>> behind(steps.size() + 1);  // by number: all that it follows from
    for (Step& step : steps) {
      std::set<unsigned> indirect;
      for (const unsigned number : step.because) indirect.insert(behind[number].begin(), behind[number].end());
      std::erase_if(step.because, [&](unsigned number) { return indirect.contains(number); });
      behind[step.number] = std::move(indirect);
      behind[step.number].insert(step.because.begin(), step.because.end());
    }
  }
  std::vector<Place> predecessors(Place place) const {
    if (is_event(record(place))) return run_.graph().before(place);
    if (record(place).kind == Kind::sent && record(place).cause != RunRecord::nothing) return {record(place).cause};
    return {};
  }

  const RunLog& log_;
  const RecordedRun& run_;
  std::set<Place> needed_;
  std::vector<Place> ending_;  // the last events
  std::set<Place> targets_;    // those of them that are told whatever they did
  std::vector<bool> past_;
  std::map<Place, std::vector<Place>> notes_;  // of an event
  std::map<Place, unsigned> numbers_;
};

}  // namespace

Steps steps_of(const RecordedRun& run, std::span<const std::uint32_t> needed, std::span<const std::uint32_t> targets) {
  return Teller(run, needed, targets).tell();
}

}  // namespace whitewater::scenarios
