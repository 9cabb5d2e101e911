// The sentences of stories, one for each kind of event.
#include "scenarios/story/story_words.hpp"

#include "scenarios/story/node_text.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = StoryEvent::Kind;
using simnet::SendOutcome;

std::string index_text(const StoryEvent& event) {
  return "index " + std::to_string(event.index.value);
}

const char* reply_text(client::Reply::Outcome outcome) {
  switch (outcome) {
    case client::Reply::Outcome::ok:
      return "ok";
    case client::Reply::Outcome::redirect:
      return "redirect";
    case client::Reply::Outcome::fail:
      break;
  }
  return "fail";
}

const char* outcome_text(SendOutcome outcome) {
  switch (outcome) {
    case SendOutcome::delivered:
      return "";
    case SendOutcome::lost:
      return " (lost on the way)";
    case SendOutcome::cut:
      return " (cut off: it does not arrive)";
    case SendOutcome::receiver_dead:
      break;
  }
  return " (dead: it does not arrive)";
}

}  // namespace

std::string StoryWords::node(NodeId id, bool leads) const {
  if (id.value >= replicas_ && id.valid()) return "client " + course::id_text(id, replicas_);
  return (leads ? "leader " : "") + course::id_text(id, replicas_);
}

std::string StoryWords::sides(NodeSet one) const {
  return nodes_text(one, replicas_) + " | " + nodes_text(NodeSet::first(replicas_) - one, replicas_);
}

bool StoryWords::share_a_line(const StoryEvent& a, const StoryEvent& b) const {
  return a.kind == Kind::replicated && b.kind == Kind::replicated && a.request == b.request && a.node == b.node &&
         a.time == b.time && a.outcome == b.outcome && a.index == b.index;
}

std::string StoryWords::sentence(const StoryEvent& event, const course::RequestRecord* record, NodeSet peers) const {
  return record == nullptr ? of_cluster(event) : of_request(event, *record, peers);
}

std::string StoryWords::of_request(const StoryEvent& event, const course::RequestRecord& record, NodeSet peers) const {
  const std::string mid(record.mid());
  switch (event.kind) {
    case Kind::sent:
      return "request " + mid + " (" + (record.is_get() ? "get" : "put") + ") sent by " + node(event.node) + " to " +
             (event.peer_leads ? "" : "replica ") + node(event.peer, event.peer_leads) + outcome_text(event.outcome) +
             (record.attempt == 0 ? "" : ", attempt " + std::to_string(record.attempt + 1));
    case Kind::arrived:
      return mid + " arrived at " + node(event.node, event.node_leads);
    case Kind::held:
      return node(event.node) + " knows no leader that it hears from: it holds " + mid;
    case Kind::redirected:
      return node(event.node) + " sends the client of " + mid + " to " + node(event.peer);
    case Kind::refused:
      return node(event.node) + " holds too many requests: it refuses " + mid;
    case Kind::reply_sent:
      return node(event.node, event.node_leads) + " answers " + mid + ": " + reply_text(event.reply) +
             outcome_text(event.outcome);
    case Kind::reply_arrived:
      return node(event.node) + " has the answer to " + mid + ": " + reply_text(event.reply);
    default:
      return of_log(event, mid, peers);
  }
}

std::string StoryWords::of_log(const StoryEvent& event, const std::string& mid, NodeSet peers) const {
  const std::string who = node(event.node, event.node_leads);
  switch (event.kind) {
    case Kind::appended:
      return who + " appended " + mid + " at " + index_text(event) + " in term " + std::to_string(event.term.value);
    case Kind::replicated:
      return who + " sends " + mid + " to " + nodes_text(peers, replicas_) + outcome_text(event.outcome);
    case Kind::removed:
      return who + " removed " + mid + " from its log: another leader's entry belongs at " + index_text(event);
    case Kind::displaced:
      return who + " sees another entry committed at " + index_text(event) + ": " + mid + " starts again";
    case Kind::applied:
      return mid + " is committed on " + who + " and applied (" + index_text(event) + ")";
    case Kind::applied_before:
      return who + " had applied " + mid + " before, and does not apply it again";
    default:
      return who;
  }
}

std::string StoryWords::of_cluster(const StoryEvent& event) const {
  switch (event.kind) {
    case Kind::leader_rose:
      return node(event.node) + " became leader of term " + std::to_string(event.term.value);
    case Kind::leader_fell:
      return node(event.node) + " leads no more (term " + std::to_string(event.term.value) + ")";
    case Kind::killed:
      return node(event.node, event.node_leads) + " killed";
    case Kind::restarted:
      return node(event.node) + " started again";
    case Kind::partitioned:
      return "partition: " + sides(event.nodes);
    case Kind::healed:
      return "the partition ends";
    default:
      return std::string(event.fault) + ": " + nodes_text(event.nodes, replicas_);
  }
}

}  // namespace whitewater::scenarios
