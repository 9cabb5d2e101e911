// Router: what the course's simulator does with a message of a replica and with a request of a client: checks, counts,
// drops, forwards byte for byte, judges. This is everything between reading and sending in the course's loop. The judge
// is course::Course. Knows no processes and no clock: it tells its caller which replicas the course's simulator would
// kill for a message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/payload_pool.hpp"
#include "core/course/course.hpp"
#include "core/course/message_json.hpp"
#include "tools/real/report/finding.hpp"
#include "tools/real/run/network.hpp"
#include "tools/real/run/run_events.hpp"
#include "tools/real/transport/driver_transport.hpp"

namespace whitewater::tools::real {

class Router {
 public:
  struct Config {
    Variant variant = Variant::udp;
    bool compat = false;
  };
  // Takes the answers to a client that the course does not know.
  class Guest {
   public:
    virtual ~Guest() = default;
    virtual void take(NodeId from, const PayloadRef& reply, Time now) = 0;  // a client::Reply
  };

  Router(course::Course& course, DriverTransport& transport, Network& network, RunWatcher& watcher, Findings& findings,
         PayloadPool& pool, Config config);

  // Its node comes after the course's clients.
  void admit(Guest& guest) { guest_ = &guest; }

  // Handles the result of one read of that replica's socket. The caller handles a closed connection.
  void take(NodeId owner, const Read& read, Time now);
  // Sends a request or retry of a client now. again: it was sent before under the same MID.
  void send(const course::Outgoing& outgoing, Time now, bool again = false);
  // Sends a request of the guest.
  void send_for_guest(NodeId to, const client::Request& request, Time now);
  // Delivers what was on its way and arrives now.
  void deliver_due(Time now);
  // A replica was started again: it is no mistake that it has not said hello yet.
  void forgive(NodeId replica) { forgiven_.insert(replica); }
  // A fault or a death changes the leader without a message: tells the watcher if the leader has changed.
  void note_leader(Time now);
  // The replicas to kill for what they sent or failed to send (with --compat). Clears the set.
  NodeSet take_condemned();

 private:
  // Returns false if the message was malformed.
  bool take_message(NodeId owner, std::string_view bytes, Time now);
  bool take_hello(NodeId owner, Time now);
  void forward(NodeId from, NodeId to, NodeId leader, std::string_view type, std::string_view bytes, Time now);
  struct Passed {
    Passage fate = Passage::delivered;
    Way way;
  };
  Passed send_request(NodeId client, NodeId to, const client::Request& request, Time now);
  Passed pass(const Network::Passage& way, SendKind plane, NodeId from, NodeId to, std::string_view bytes, Time now);
  void send_answer(NodeId from, NodeId client, std::string_view bytes, const course::MessageText& message, Time now);
  void arrive(NodeId from, NodeId client, const course::MessageText& message, std::uint64_t number, Time now);
  NodeId leader_of(NodeId named) const;
  NodeId leader_of(const course::MessageText& message) const;
  void answer(NodeId from, NodeId client, NodeId leader, const course::MessageText& message, std::uint64_t number,
              Time now);
  void judge(AnswerSeen& seen, const client::Reply& reply);
  void note_judgement(const AnswerSeen& seen);
  Passage deliver(NodeId to, std::string_view bytes, bool own, Time now);
  void condemn(NodeId replica);

  course::Course& course_;
  DriverTransport& transport_;
  Network& network_;
  RunWatcher& watcher_;
  Findings& findings_;
  PayloadPool& pool_;
  Config config_;
  unsigned replicas_;
  NodeId guest_node_;
  std::string guest_id_;
  Guest* guest_ = nullptr;
  NodeId leader_ = no_node;
  NodeSet condemned_;
  NodeSet forgiven_;
  std::string text_;  // the text of a request; the buffer is reused
};

}  // namespace whitewater::tools::real
