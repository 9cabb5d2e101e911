// Router: what the course's simulator does with a message from a replica, and with a request of a client: checks,
// counts, drops, forwards byte for byte, judges. Everything that the course's loop does between reading and sending;
// the judge is course::Course. Knows no processes and no clock: replicas that the course's simulator would kill for
// what they sent are handed to the caller.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/payload_pool.hpp"
#include "core/course/course.hpp"
#include "core/course/message_json.hpp"
#include "tools/real/report/finding.hpp"
#include "tools/real/run/run_events.hpp"
#include "tools/real/transport/driver_transport.hpp"

namespace whitewater::tools::real {

class Router {
 public:
  struct Config {
    Variant variant = Variant::udp;
    bool compat = false;
    std::uint64_t seed = 1;  // of the drops
  };

  Router(course::Course& course, DriverTransport& transport, RunWatcher& watcher, Findings& findings, PayloadPool& pool,
         Config config);

  // What one read of that replica's socket brought. A closed connection is the caller's affair.
  void take(NodeId owner, const Read& read, Time now);
  // A request or retry that leaves its client now.
  void send(const course::Outgoing& outgoing, Time now);
  // Fault and death change who leads without a message: tells the watcher when it has changed.
  void note_leader(Time now);
  // Replicas that are to be killed because of what they sent or did not (under compat); forgets them.
  NodeSet take_condemned();

 private:
  // False: the message was bad.
  bool take_message(NodeId owner, std::string_view bytes, Time now);
  bool take_hello(NodeId owner, Time now);
  bool malformed(NodeId owner, const Error& error, std::string_view bytes, Time now);
  NodeId sender(NodeId owner, std::string_view src, Time now);
  NodeId leader_named(NodeId owner, std::string_view leader, Time now);
  void forward(NodeId from, NodeId to, std::string_view type, std::string_view bytes, Time now);
  void answer(NodeId from, NodeId client, NodeId leader, const course::MessageText& message, Time now);
  void judge(AnswerSeen& seen, const client::Reply& reply);
  void note_judgement(const AnswerSeen& seen);
  Fate deliver(NodeId to, std::string_view bytes, bool own, Time now);
  void condemn(NodeId replica);

  course::Course& course_;
  DriverTransport& transport_;
  RunWatcher& watcher_;
  Findings& findings_;
  PayloadPool& pool_;
  Config config_;
  unsigned replicas_;
  std::uint64_t draws_ = 0;
  NodeId leader_ = no_node;
  NodeSet condemned_;
  std::string text_;  // of a request; reused
};

}  // namespace whitewater::tools::real
