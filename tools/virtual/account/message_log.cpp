// Of a message that arrives twice, the first arrival counts.
#include "tools/virtual/account/message_log.hpp"

#include <map>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/story/payload_text.hpp"

namespace whitewater::tools::virtual_time {

using scenarios::Passage;
using scenarios::RunRecord;

std::string moment(Time time) {
  return microsecond_seconds(time - Time{}) + " s";
}

std::string at(Time time) {
  return "at " + moment(time);
}

std::string_view Message::type() const {
  const std::string_view text = datagram->type_text();
  return text.empty() ? "message" : text;
}

std::optional<std::uint64_t> Message::term() const {
  if (datagram->term) return datagram->term;
  const Fields fields = Fields::read(datagram->bytes());
  const Field* const field = fields.find(Meaning::term);
  return field == nullptr ? std::nullopt : field->number();
}

std::optional<Append> Message::append() const {
  const Fields fields = Fields::read(datagram->bytes());
  const Field* const prev = fields.find(Meaning::prev_index);
  const Field* const entries = fields.find(Meaning::entries);
  if (prev == nullptr || entries == nullptr || entries->kind != json::Kind::array) return std::nullopt;
  const std::optional<std::uint64_t> number = prev->number();
  return number ? std::optional(Append{*number, entries->elements}) : std::nullopt;
}

MessageLog::MessageLog(const scenarios::RunLog& log) : log_(log) {
  std::map<std::uint32_t, std::size_t> places;
  for (const RunRecord& record : log.records()) {
    if (record.plane != SendKind::message) continue;
    if (record.kind == RunRecord::Kind::sent) {
      const auto* const datagram = record.payload.get_if<Datagram>();
      if (datagram == nullptr) continue;
      places[record.number] = all_.size();
      all_.push_back({&record, nullptr, datagram});
    } else if (record.kind == RunRecord::Kind::arrived && record.cause != RunRecord::nothing) {
      const auto place = places.find(record.cause);
      if (place != places.end() && all_[place->second].arrived == nullptr) all_[place->second].arrived = &record;
    }
  }
}

std::string MessageLog::name(NodeId node) const {
  return node == no_node ? "nobody" : node_text(node, replicas());
}

std::string MessageLog::names(NodeSet nodes) const {
  return nodes.empty() ? "nobody" : nodes_text(nodes, replicas());
}

std::string MessageLog::content(const Message& message) const {
  const std::string details = scenarios::payload_details(message.sent->payload, replicas(), log_.vocabulary());
  return concat({message.type(), details.empty() ? "" : " (", details, details.empty() ? "" : ")"});
}

std::string MessageLog::way(const Message& message) {
  const std::string sent = concat({"sent ", at(message.sent->time)});
  if (message.arrived != nullptr) return concat({sent, ", received ", at(message.arrived->time)});
  switch (message.sent->fate) {
    case Passage::lost:
      return sent + ", lost";
    case Passage::cut:
      return sent + ", cut off";
    case Passage::dead:
      return sent + ", to a dead replica";
    default:
      return sent + ", not received by then";
  }
}

}  // namespace whitewater::tools::virtual_time
