// A router with a Course and a transport without sockets: three replicas, ten requests, all but one of them puts.
#pragma once

#include <string>

#include "tests/real/fake_transport.hpp"
#include "tools/real/report/real_recorder.hpp"
#include "tools/real/run/router.hpp"

namespace whitewater::tools::real::testing {

inline constexpr NodeId r0{0}, r1{1}, r2{2};

// Remembers what became of each message and answer.
class Notes final : public RunWatcher {
 public:
  void on_message(const MessageSeen& seen) override { fates.push_back(seen.fate); }
  void on_answer(const AnswerSeen& seen) override { judgements.push_back(seen.judgement); }
  void on_leader(Time, NodeId leader) override { leaders.push_back(leader); }

  std::vector<Passage> fates;
  std::vector<Judgement> judgements;
  std::vector<NodeId> leaders;
};

class RouterBench {
 public:
  explicit RouterBench(Variant variant = Variant::udp, bool compat = false, course::Rules wanted = small_rules(),
                       Duration client_delay = {})
      : rules(std::move(wanted)),
        network(links_of(rules, client_delay), 1, 3, 12),
        router(begun(), transport, network, watchers, findings, pool, {variant, compat}) {
    watchers.add(notes);
    watchers.add(recorder);
    transport.known = NodeSet::first(3);
  }

  static course::Rules small_rules() {
    course::Rules rules;
    rules.replicas = 3;
    rules.requests = 10;
    rules.mix = Probability{0};
    return rules;
  }

  // One message of that replica, as it stands.
  void take(NodeId owner, const std::string& bytes) {
    now = now + milliseconds(1);
    Read read;
    read.kind = Read::Kind::messages;
    read.messages.push_back(bytes);
    router.take(owner, read, now);
  }
  static std::string message(const std::string& src, const std::string& dst, const std::string& leader,
                             const std::string& type, const std::string& more = "") {
    return "{\"src\":\"" + src + "\",\"dst\":\"" + dst + "\",\"leader\":\"" + leader + "\",\"type\":\"" + type + "\"" +
           more + "}";
  }
  // Time passes, and what is on its way arrives.
  void wait(Duration duration) {
    now = now + duration;
    router.deliver_due(now);
  }
  // Request number i of the plan fires; returns its record.
  const course::RequestRecord& ask(std::uint32_t i) {
    now = now + milliseconds(1);
    const auto outgoing = course.fire(i, now, pool);
    router.send(*outgoing, now);
    return course.requests().back();
  }
  void answer(const course::RequestRecord& record, const std::string& type, const std::string& leader,
              const std::string& more = "") {
    const std::string from = course::id_text(record.to, 3);
    const NodeId to = record.to;
    take(to, message(from, course::id_text(record.client(), 3), leader, type,
                     ",\"MID\":\"" + std::string(record.mid()) + "\"" + more));
  }
  std::uint64_t incorrect() const { return course.counts().incorrect; }

  Time now{seconds(5).ns};
  course::Rules rules;
  PayloadPool pool;
  course::Course course;
  FakeTransport transport;
  Notes notes;
  RealRecorder recorder{3};
  RunWatchers watchers;
  Findings findings;
  Network network;
  Router router;

 private:
  static scenarios::Network links_of(const course::Rules& rules, Duration client_delay) {
    scenarios::Network network;
    network.delay = {};
    network.client_delay = {simnet::DelayModel::Kind::constant, client_delay, client_delay, {}, {}, {}, {}};
    network.loss = rules.drops;
    return network;
  }
  course::Course& begun() {
    course.reset(rules, 1);
    return course;
  }
};

}  // namespace whitewater::tools::real::testing
