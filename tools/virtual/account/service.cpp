// Whom a replica names stands in every message of it, and in its answers to clients.
#include <algorithm>
#include <map>
#include <optional>

#include "core/client/request.hpp"
#include "core/text/concat.hpp"
#include "tools/virtual/account/accounts.hpp"

namespace whitewater::tools::virtual_time {

namespace {

using scenarios::Account;
using scenarios::RunRecord;

struct Standing {
  NodeId names = no_node;
  const RunRecord* since = nullptr;  // the record of the send that first named this one
  std::optional<std::uint64_t> term;
  const Message* latest = nullptr;    // that it sent
  std::vector<const Message*> heard;  // the latest message from each replica; null: none
  std::uint64_t asked = 0;            // requests that were delivered to it, and that nobody has answered
  const RunRecord* first_asked = nullptr;
  const RunRecord* died = nullptr;
};

class Standings {
 public:
  explicit Standings(const MessageLog& messages) : messages_(messages), all_(messages.replicas()) {
    for (Standing& each : all_) each.heard.assign(messages.replicas(), nullptr);
    for (const Message& message : messages.all()) {
      Standing& sender = all_[message.from().value];
      sender.latest = &message;
      if (const auto term = message.term()) sender.term = term;
      if (message.arrived == nullptr) continue;
      const Message*& last = all_[message.to().value].heard[message.from().value];
      if (last == nullptr || last->arrived->number < message.arrived->number) last = &message;
    }
    for (const RunRecord& record : messages.log().records()) note(record);
  }

  const Standing& of(NodeId node) const { return all_[node.value]; }

  void tell(Account& account, NodeId node) const {
    const Standing& it = of(node);
    const std::string who = messages_.name(node);
    if (it.died != nullptr) {
      account.push_back(concat({who, " died ", at(it.died->time)}));
      return;
    }
    if (it.since == nullptr) {
      account.push_back(concat({who, " has sent no message that names a leader"}));
      return;
    }
    std::string line = concat({who, it.names == no_node ? " knows no leader" : " names ",
                               it.names == no_node ? ""
                               : it.names == node  ? "itself"
                                                   : messages_.name(it.names),
                               " since ", moment(it.since->time)});
    if (it.term) line += concat({", and says term ", std::to_string(*it.term)});
    if (it.latest != nullptr)
      line += concat({"; its last message: ", messages_.content(*it.latest), " to ", messages_.name(it.latest->to()),
                      ", ", MessageLog::way(*it.latest)});
    account.push_back(std::move(line));
    if (it.names == no_node || it.names == node || it.names.value >= messages_.replicas()) return;
    const Message* const last = it.heard[it.names.value];
    account.push_back(concat({"  it last heard from ", messages_.name(it.names), " ",
                              last == nullptr ? std::string("never") : at(last->arrived->time),
                              last == nullptr ? "" : ": ", last == nullptr ? "" : messages_.content(*last),
                              of(it.names).died == nullptr
                                  ? std::string()
                                  : concat({"; ", messages_.name(it.names), " died ", at(of(it.names).died->time)})}));
  }

  // The oldest request that nobody has answered, and what its replica sent after it came.
  void tell_request(Account& account) const {
    NodeId at_node = no_node;
    for (const NodeId node : NodeSet::first(messages_.replicas()))
      if (const RunRecord* const first = of(node).first_asked; first != nullptr && of(node).died == nullptr)
        if (at_node == no_node || first->number < of(at_node).first_asked->number) at_node = node;
    if (at_node == no_node) return;
    const RunRecord& asked = *of(at_node).first_asked;
    const auto& request = *asked.payload.get_if<client::Request>();
    const bool get = request.operation == client::Request::Operation::get;
    account.push_back(concat({"The oldest unanswered request is ", get ? "get " : "put ", request.mid(),
                              ", delivered to ", messages_.name(at_node), " ", at(asked.time)}));
    std::size_t told = 0;
    for (const Message& message : messages_.all()) {
      if (message.from() != at_node || message.sent->number < asked.number || told == 3) continue;
      ++told;
      account.push_back(concat({"  then it sent ", messages_.content(message), " to ", messages_.name(message.to()),
                                ", ", MessageLog::way(message)}));
    }
    if (told == 0) account.push_back("  since then it has sent no message to another replica");
  }

 private:
  void note(const RunRecord& record) {
    if (record.node.value < messages_.replicas() && record.kind == RunRecord::Kind::ended)
      all_[record.node.value].died = &record;
    if (record.kind == RunRecord::Kind::fault && record.strike == scenarios::Strike::kill && !record.ends)
      for (const NodeId node : record.nodes& NodeSet::first(messages_.replicas())) all_[node.value].died = &record;
    if (record.kind == RunRecord::Kind::started && record.node.value < messages_.replicas())
      all_[record.node.value].died = nullptr;
    if (record.kind == RunRecord::Kind::arrived) asked(record);
    if (record.kind != RunRecord::Kind::sent || record.node.value >= messages_.replicas()) return;
    const auto* const datagram = record.payload.get_if<Datagram>();
    const auto* const reply = record.payload.get_if<client::Reply>();
    if (datagram == nullptr && reply == nullptr) return;
    const NodeId leader = datagram != nullptr ? datagram->leader : reply->leader;
    Standing& it = all_[record.node.value];
    if (it.since == nullptr || it.names != leader) it.since = &record;
    it.names = leader;
    if (reply != nullptr) answered(it, client::request_name(record.peer, reply->mid()));
  }
  void asked(const RunRecord& record) {
    const auto* const request = record.payload.get_if<client::Request>();
    if (request == nullptr || record.plane != SendKind::request || record.node.value >= messages_.replicas()) return;
    open_[request->name()] = &record;
    refresh(all_[record.node.value], record.node);
  }
  void answered(Standing& it, std::uint64_t name) {
    const auto found = open_.find(name);
    if (found == open_.end()) return;
    const NodeId node = found->second->node;
    open_.erase(found);
    refresh(it, node);
    if (&it != &all_[node.value]) refresh(all_[node.value], node);
  }
  void refresh(Standing& it, NodeId node) {
    if (&it != &all_[node.value]) return;
    it.asked = 0;
    it.first_asked = nullptr;
    for (const auto& [name, record] : open_) {
      if (record->node != node) continue;
      ++it.asked;
      if (it.first_asked == nullptr || record->number < it.first_asked->number) it.first_asked = record;
    }
  }

  const MessageLog& messages_;
  std::vector<Standing> all_;
  std::map<std::uint64_t, const RunRecord*> open_;  // requests without an answer, by name
};

// Who sent the last redirects.
NodeSet redirecting(const MessageLog& messages) {
  constexpr std::size_t looked_at = 20;
  NodeSet found;
  std::size_t seen = 0;
  const auto& records = messages.log().records();
  for (auto record = records.rbegin(); record != records.rend() && seen < looked_at; ++record) {
    const auto* const reply = record->payload.get_if<client::Reply>();
    if (record->kind != RunRecord::Kind::sent || reply == nullptr || reply->outcome != client::Reply::Outcome::redirect)
      continue;
    ++seen;
    found.insert(record->node);
  }
  return found;
}

}  // namespace

void account_of_service(Account& account, const MessageLog& messages, bool storm) {
  const Standings standings(messages);
  if (storm) {
    const NodeSet redirect = redirecting(messages);
    for (const NodeId node : redirect) standings.tell(account, node);
    account.push_back(
        "A replica redirects only to a leader from which it has heard lately; otherwise it keeps the request until it "
        "knows one");
    return;
  }
  for (const NodeId node : NodeSet::first(messages.replicas())) standings.tell(account, node);
  standings.tell_request(account);
}

}  // namespace whitewater::tools::virtual_time
