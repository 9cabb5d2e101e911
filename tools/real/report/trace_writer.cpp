// What replicas wrote is shown as printable ASCII, whatever it was.
#include "tools/real/report/trace_writer.hpp"

#include "core/course/message_json.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/story/node_text.hpp"

namespace whitewater::tools::real {

namespace {

std::string time_text(Time time) {
  const auto ns = static_cast<std::uint64_t>(time.ns < 0 ? 0 : time.ns);
  std::string fraction = std::to_string(ns % 1'000'000'000);
  fraction.insert(0, 9 - fraction.size(), '0');
  return pad_left(std::to_string(ns / 1'000'000'000), 3) + "." + fraction;
}

std::string_view sends(Fate fate) {
  switch (fate) {
    case Fate::delivered:
      return "sends";
    case Fate::lost:
      return "loses";
    case Fate::cut:
      return "is cut off";
    case Fate::dead:
      return "finds dead";
    case Fate::unreachable:
      return "finds silent";
    case Fate::failed:
      break;
  }
  return "fails";
}

std::string_view outcome_word(client::Reply::Outcome outcome) {
  return outcome == client::Reply::Outcome::ok ? "ok" : outcome == client::Reply::Outcome::fail ? "fail" : "redirect";
}

std::string_view judgement_word(Judgement judgement) {
  switch (judgement) {
    case Judgement::accepted:
      return "";
    case Judgement::wrong_value:
      return ", incorrect: wrong value";
    case Judgement::duplicate:
      return ", duplicate";
    case Judgement::refused:
      return ", incorrect: settled before";
    case Judgement::unknown_mid:
      break;
  }
  return ", incorrect: unknown MID";
}

std::string printable(std::string_view text, std::size_t bytes_max) {
  std::string shown;
  for (const char c : text.substr(0, bytes_max)) shown += c >= ' ' && c <= '~' ? c : '?';
  return shown;
}

}  // namespace

void TraceWriter::write(Time time, NodeId node, std::string_view what, NodeId peer, std::string_view type,
                        std::string_view details) {
  line_ = time_text(time);
  line_.append("  ") += node.valid() ? course::id_text(node, replicas_) : "----";
  line_.append("  ") += pad_right(what, 12);
  line_ += peer.valid() ? course::id_text(peer, replicas_) : "    ";
  line_.append("  ") += pad_right(printable(type, 40), 18);
  line_.append(details);
  line_.erase(line_.find_last_not_of(' ') + 1);
  line_ += '\n';
  sink_(line_);
}

void TraceWriter::on_message(const MessageSeen& seen) {
  write(seen.time, seen.from, sends(seen.fate), seen.to, seen.type, std::to_string(seen.bytes.size()) + " bytes");
}

void TraceWriter::on_request(const RequestSeen& seen) {
  const course::RequestRecord& record = seen.record;
  write(seen.time, record.client(), sends(seen.fate), record.to, record.is_get() ? "get" : "put",
        "MID " + std::string(record.mid()) + ", key " + std::string(record.key()));
}

void TraceWriter::on_answer(const AnswerSeen& seen) {
  write(seen.time, seen.from, "sends", seen.client, outcome_word(seen.outcome),
        "MID " + printable(seen.mid, 60) + std::string(judgement_word(seen.judgement)));
}

void TraceWriter::on_fault(const FaultSeen& seen) {
  write(seen.time, no_node, "fault", no_node, course::event_type_names[static_cast<std::size_t>(seen.type)],
        seen.targets.empty() ? "" : scenarios::nodes_text(seen.targets, replicas_));
}

void TraceWriter::on_end(const EndSeen& seen) {
  write(seen.time, seen.replica, seen.asked ? "ends" : "dies", no_node, "", seen.words);
}

void TraceWriter::on_reachable(Time time, NodeId replica) {
  write(time, replica, "is there", no_node, "", "");
}

void TraceWriter::on_leader(Time time, NodeId leader) {
  write(time, leader, leader.valid() ? "leads" : "nobody leads", no_node, "", "");
}

void TraceWriter::on_disturbance(Time time, NodeId replica, std::string_view what) {
  write(time, replica, "disturbed", no_node, "", what);
}

}  // namespace whitewater::tools::real
