// A message is known to hold a put if it names the put's MID and client.
#include <algorithm>
#include <optional>
#include <set>

#include "core/client/request.hpp"
#include "core/text/concat.hpp"
#include "scenarios/story/missed_put.hpp"
#include "scenarios/story/payload_text.hpp"
#include "tools/virtual/account/accounts.hpp"

namespace whitewater::tools::virtual_time {

namespace {

using scenarios::Account;
using scenarios::AccountedRun;
using scenarios::ReportedRequest;
using scenarios::RunRecord;

constexpr std::size_t messages_told_max = 3;

bool is_ok(const RunRecord& record) {
  const auto* const reply = record.payload.get_if<client::Reply>();
  return record.kind == RunRecord::Kind::sent && record.plane == SendKind::reply && reply != nullptr &&
         reply->outcome == client::Reply::Outcome::ok;
}

// The arrival of a request, and its answer. A run that stops at the answer has no record of it.
struct Answer {
  const RunRecord* asked = nullptr;
  std::uint32_t left = RunRecord::nothing;  // the record of the answer
  Time when;
  NodeId by() const { return asked->node; }
  const client::Request& request() const { return *asked->payload.get_if<client::Request>(); }
};

bool is_request(const RunRecord& record) {
  return record.kind == RunRecord::Kind::arrived && record.plane == SendKind::request &&
         record.payload.get_if<client::Request>() != nullptr;
}

std::optional<Answer> answer_of(const scenarios::RunLog& log, const RunRecord& left) {
  const auto* const reply = left.payload.get_if<client::Reply>();
  for (const RunRecord& record : log.records()) {
    if (record.number > left.number) break;
    if (is_request(record) && record.node == left.node && record.peer == left.peer &&
        record.payload.get_if<client::Request>()->mid() == reply->mid())
      return Answer{&record, left.number, left.time};
  }
  return std::nullopt;
}

// The put that the violation is about, as it arrived at that replica; no_node: at any.
std::optional<Answer> put_of(const MessageLog& messages, const scenarios::Violation& violation, NodeId replica) {
  std::optional<Answer> found;
  for (const RunRecord& record : messages.log().records())
    if (is_request(record) && (replica == no_node || record.node == replica) &&
        record.payload.get_if<client::Request>()->name() == violation.put)
      found = Answer{&record, RunRecord::nothing, violation.time};
  return found;
}

bool names(const MessageLog& messages, const Message& message, const std::set<std::uint64_t>& puts) {
  bool found = false;
  scenarios::carried_requests(
      message.sent->payload, messages.log().vocabulary(),
      [&](const scenarios::CarriedRequest& carried) { found = found || puts.contains(carried.request); });
  return found;
}

bool carries_any(const MessageLog& messages, const Message& message) {
  bool found = false;
  scenarios::carried_requests(message.sent->payload, messages.log().vocabulary(),
                              [&](const scenarios::CarriedRequest&) { found = true; });
  return found;
}

void tell_heard(Account& account, const MessageLog& messages, const Answer& answer) {
  std::size_t heard = 0;
  for (const Message& message : messages.all()) {
    if (message.to() != answer.by() || message.arrived == nullptr) continue;
    if (message.arrived->number < answer.asked->number || message.arrived->number > answer.left) continue;
    if (++heard <= messages_told_max)
      account.push_back(
          concat({"  meanwhile it received ", messages.content(message), " from ", messages.name(message.from()), ", ",
                  MessageLog::way(message),
                  message.sent->number < answer.asked->number ? ": its sender cannot have known of the put" : ""}));
  }
  if (heard == 0) account.push_back("  meanwhile it received no message from another replica");
}

// The first message to each replica that names the put; if none does, the first one after the put came.
std::string tell_passed_on(Account& account, const MessageLog& messages, const Answer& answer) {
  std::string type;
  for (const bool by_name : {true, false}) {
    NodeSet told;
    for (const Message& message : messages.all()) {
      if (message.from() != answer.by() || message.sent->number < answer.asked->number) continue;
      if (by_name && !names(messages, message, {answer.request().name()})) continue;
      if (told.contains(message.to())) continue;
      told.insert(message.to());
      type = message.type();
      account.push_back(
          concat({"  ", by_name ? "it passed the put on to " : "its next message to ", messages.name(message.to()),
                  by_name ? " by " : " is ", messages.content(message), ", ", MessageLog::way(message)}));
    }
    if (!told.empty()) return type;
  }
  account.push_back("  it had sent the put to no other replica");
  for (const Message& message : messages.all())
    if (message.from() == answer.by() && carries_any(messages, message)) type = message.type();
  return type;
}

// "0001 received put c0-7 of key k1 from client 0012 at 2.000000 s"
std::string arrival_words(const MessageLog& messages, const Answer& put) {
  return concat({messages.name(put.by()), " received put ", put.request().mid(), " of key ",
                 scenarios::shown_bytes(put.request().key(), 12), " from client ", messages.name(put.asked->peer), " ",
                 at(put.asked->time)});
}

// Who had received a message that names the put, before that record.
NodeSet told(const MessageLog& messages, const Answer& put, std::uint32_t until) {
  NodeSet nodes;
  for (const Message& message : messages.all())
    if (message.known_at(until) && message.to() != put.by() && names(messages, message, {put.request().name()}))
      nodes.insert(message.to());
  return nodes;
}

// The index at which the entries of an append end.
std::optional<std::uint64_t> end_of(const Message& message) {
  const std::optional<Append> append = message.append();
  return append ? std::optional(append->end()) : std::nullopt;
}

// What may have cut the put off again: appends behind it that end before it, and those of other terms.
void tell_what_came_after(Account& account, const MessageLog& messages, const std::set<std::uint64_t>& put,
                          const RunRecord& answer) {
  const Message* with_put = nullptr;
  std::optional<std::uint64_t> end;
  std::size_t told = 0;
  std::vector<const Message*> arrived;
  for (const Message& message : messages.all())
    if (message.to() == answer.node && message.known_at(answer.number)) arrived.push_back(&message);
  std::sort(arrived.begin(), arrived.end(),
            [](const Message* a, const Message* b) { return a->arrived->number < b->arrived->number; });
  for (const Message* const message : arrived) {
    if (with_put == nullptr) {
      if (!names(messages, *message, put)) continue;
      end = end_of(*message);
      with_put = message;
      continue;
    }
    const std::optional<std::uint64_t> later = end_of(*message);
    if (!end || !later || *later >= *end || names(messages, *message, put) || told == messages_told_max) continue;
    ++told;
    const bool older = message->sent->number < with_put->sent->number;
    account.push_back(
        concat({messages.name(answer.node), " received the put in ", messages.content(*with_put), " ",
                at(with_put->arrived->time), ", and after it ", messages.content(*message), " from ",
                messages.name(message->from()), " ", at(message->arrived->time), ", which ends at index ",
                std::to_string(*later), older ? " and is older (sent " : " (sent ", at(message->sent->time),
                "): a follower cuts its log only where an entry contradicts one that it is sent (Raft §5.3)"}));
  }
}

// A leader may answer a get only after it heard from a majority that it still leads.
void tell_confirmation(Account& account, const MessageLog& messages, const Answer& answer) {
  const NodeId by = answer.by();
  NodeSet heard = NodeSet::of(by);
  std::vector<const Message*> latest(messages.replicas(), nullptr);
  for (const Message& message : messages.all()) {
    if (message.to() != by || !message.known_at(answer.left)) continue;
    const Message*& known = latest[message.from().value];
    if (known == nullptr || known->arrived->number < message.arrived->number) known = &message;
    if (message.sent->number > answer.asked->number) heard.insert(message.from());
  }
  const std::string mid(answer.request().mid());
  if (heard.size() >= messages.majority()) return;
  account.push_back(concat({messages.name(by), " received get ", mid, " ", at(answer.asked->time), " and answered it ",
                            at(answer.when), "; of what it received meanwhile ",
                            heard.size() == 1 ? std::string("nothing was sent after the get had come")
                                              : concat({"only messages from ", messages.names(heard - NodeSet::of(by)),
                                                        " were sent after the get had come"}),
                            ". Before it answers a get, a leader has to hear from a majority, ",
                            std::to_string(messages.majority()), " of ", std::to_string(messages.replicas()),
                            " with itself, that it still leads, and to have applied what was committed (Raft §8)"}));
  for (const NodeId node : NodeSet::first(messages.replicas())) {
    const Message* const last = latest[node.value];
    if (last != nullptr)
      account.push_back(concat({"  the last message from ", messages.name(node), ": ", messages.content(*last), ", ",
                                MessageLog::way(*last)}));
  }
  NodeSet named;
  for (const Message& message : messages.all()) {
    const bool leads = message.datagram->leader == message.from() && message.from() != by;
    if (!leads || message.sent->number > answer.left || named.contains(message.from())) continue;
    named.insert(message.from());
    account.push_back(concat({"  ", messages.name(message.from()), " has named itself leader since ",
                              moment(message.sent->time), ": ", messages.content(message)}));
  }
}

}  // namespace

void account_of_early_ok(Account& account, const MessageLog& messages, const scenarios::Violation& violation) {
  const std::optional<Answer> answer = put_of(messages, violation, violation.node);
  if (!answer) return;
  const std::string by = messages.name(answer->by());
  account.push_back(concat({arrival_words(messages, *answer), ", and acknowledged it ", at(answer->when)}));
  tell_heard(account, messages, *answer);
  const std::string type = tell_passed_on(account, messages, *answer);
  account.push_back(
      concat({"A put is acknowledged when a majority, ", std::to_string(messages.majority()), " of ",
              std::to_string(messages.replicas()), ", has its entry (Raft §5.3): ", by, " has to wait for answers to ",
              type.empty() ? std::string("a message that holds the put") : type}));
}

void account_of_reads(Account& account, const MessageLog& messages, const AccountedRun& run) {
  constexpr std::size_t gets_told_max = 2;
  const scenarios::WrongGets wrong = scenarios::wrong_gets(run.requests, run.report.violation);
  std::size_t told = 0;
  for (const ReportedRequest& get : run.requests) {
    if (!wrong.contains(get) || told == gets_told_max) continue;
    ++told;
    const RunRecord* left = nullptr;
    for (const RunRecord& record : messages.log().records())
      if (is_ok(record) && record.node == get.answered_by && record.peer == get.client &&
          record.payload.get_if<client::Reply>()->mid() == get.mid)
        left = &record;
    if (left == nullptr) continue;
    if (const std::optional<Answer> answer = answer_of(messages.log(), *left))
      tell_confirmation(account, messages, *answer);
    const ReportedRequest* const put = scenarios::missed_put(run.requests, get, wrong);
    if (put == nullptr) continue;
    std::set<std::uint64_t> attempts;
    std::set<std::string> mids;
    for (const ReportedRequest& request : run.requests)
      if (request.number == put->number) {
        attempts.insert(request.name);
        mids.insert(request.mid);
      }
    account_of_conflict(account, messages, mids, left->node, left->number);
    tell_what_came_after(account, messages, attempts, *left);
  }
}

void account_of_refused(Account& account, const MessageLog& messages, const scenarios::Violation& violation) {
  const std::optional<Answer> put = put_of(messages, violation, no_node);
  if (!put) return;
  account.push_back(arrival_words(messages, *put));
  tell_passed_on(account, messages, *put);
  for (const RunRecord& record : messages.log().records()) {
    const auto* const reply = record.payload.get_if<client::Reply>();
    const bool redirects = record.kind == RunRecord::Kind::sent && record.plane == SendKind::reply &&
                           reply != nullptr && reply->outcome == client::Reply::Outcome::redirect &&
                           record.peer == put->asked->peer && reply->mid() == put->request().mid();
    if (!redirects) continue;
    account.push_back(concat({"  it redirected the client ", at(record.time), ", when ",
                              messages.names(told(messages, *put, record.number)), " had received the put, too"}));
    break;
  }
  account.push_back(
      "A leader that steps down does not know what becomes of the entries that others have: it may redirect the client "
      "of a put only when another entry is committed at its index, or when it has no entry");
}

}  // namespace whitewater::tools::virtual_time
