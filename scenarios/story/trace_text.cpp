// One line of the trace for each record, in aligned columns.
#include "scenarios/story/trace_text.hpp"

#include <utility>

#include "core/text/number_text.hpp"
#include "scenarios/story/event_text.hpp"
#include "scenarios/story/node_text.hpp"
#include "scenarios/story/payload_text.hpp"

namespace whitewater::scenarios {

namespace {

// All nine digits, so that columns align and equal times are seen to be equal.
std::string time_text(Time time) {
  const auto ns = static_cast<std::uint64_t>(time.ns);
  std::string fraction = std::to_string(ns % 1'000'000'000);
  fraction.insert(0, 9 - fraction.size(), '0');
  return pad_left(std::to_string(ns / 1'000'000'000), 3) + "." + fraction;
}

std::string_view send_words(const simnet::SendRecord& record) {
  switch (record.outcome) {
    case simnet::SendOutcome::delivered:
      return record.copies > 1 ? "sends twice" : "sends";
    case simnet::SendOutcome::lost:
      return "loses";
    case simnet::SendOutcome::cut:
      return "is cut off";
    case simnet::SendOutcome::receiver_dead:
      break;
  }
  return "finds dead";
}

}  // namespace

TraceText::TraceText(unsigned replicas, Sink sink) : replicas_(replicas), sink_(std::move(sink)) {}

void TraceText::write(Time time, std::string_view node, std::string_view what, std::string_view peer,
                      std::string_view type, std::string_view details) {
  line_ = time_text(time);
  line_.append("  ").append(node).append("  ") += pad_right(what, 12);
  line_.append(peer.empty() ? "    " : peer).append("  ") += pad_right(type, 18);
  line_.append(details);
  line_.erase(line_.find_last_not_of(' ') + 1);
  line_ += '\n';
  sink_(line_);
}

void TraceText::on_send(const simnet::SendRecord& record) {
  write(record.time, course::id_text(record.from, replicas_), send_words(record), course::id_text(record.to, replicas_),
        payload_type(record.payload), payload_details(record.payload, replicas_));
}

void TraceText::on_event(const simnet::EventRecord& record) {
  const std::string node = course::id_text(record.node, replicas_);
  const EventWords words = event_words(record.event);
  write(record.time, node, words.what, words.peer.valid() ? course::id_text(words.peer, replicas_) : "",
        words.payload == nullptr ? "" : payload_type(*words.payload),
        words.payload == nullptr ? words.details : payload_details(*words.payload, replicas_));
  for (const Effects::Note& note : record.effects.notes)
    write(record.time, node, "notes", "", "", note_text(note, replicas_));
}

void TraceText::on_fault(Time time, const simnet::Fault& fault, NodeSet targets) {
  write(time, "----", "fault", "", simnet::fault_name(fault), targets.empty() ? "" : nodes_text(targets, replicas_));
}

}  // namespace whitewater::scenarios
