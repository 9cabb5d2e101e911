// The sentences of stories, one for each kind of event.
#include "scenarios/story/story_words.hpp"

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/note_text.hpp"
#include "scenarios/story/payload_text.hpp"
#include "scenarios/story/story_ending.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = StoryEvent::Kind;

const char* fate_text(Passage fate) {
  switch (fate) {
    case Passage::delivered:
      return "";
    case Passage::lost:
      return " (lost on the way)";
    case Passage::cut:
      return " (not delivered: cut off)";
    case Passage::dead:
      return " (not delivered: the receiver is dead)";
    case Passage::unreachable:
      return " (not delivered: the receiver has not said hello or connected yet)";
    case Passage::failed:
      break;
  }
  return " (it could not be sent)";
}

const char* judgement_text(Judgement judgement) {
  switch (judgement) {
    case Judgement::accepted:
      return "";
    case Judgement::wrong_value:
      return ": incorrect";
    case Judgement::duplicate:
      return ", again: a duplicate";
    case Judgement::refused:
      return ": incorrect, because this client did not wait for it";
    case Judgement::unknown_mid:
      break;
  }
  return ": incorrect, because no client sent this MID";
}

std::string_view reply_name(const RunLog& log, const RunRecord& record) {
  return payload_type(record.payload, log.vocabulary());
}

}  // namespace

std::string StoryWords::name(NodeId node) const {
  return node_text(node, log_.replicas());
}

std::string StoryWords::names(NodeSet nodes) const {
  return nodes_text(nodes, log_.replicas());
}

std::string StoryWords::who(NodeId id, bool leads) const {
  if (id.value >= log_.replicas() && id.valid()) return concat({"client ", name(id)});
  return concat({leads ? "leader " : "", name(id)});
}

std::string StoryWords::sides(NodeSet one) const {
  return names(one) + " | " + names(NodeSet::first(log_.replicas()) - one);
}

bool StoryWords::share_a_line(const StoryEvent& a, const StoryEvent& b) const {
  return a.kind == Kind::carried && b.kind == Kind::carried && a.request == b.request && a.node == b.node &&
         a.record->time == b.record->time && a.record->fate == b.record->fate && a.index == b.index &&
         a.only_named == b.only_named &&
         (!a.only_named ||
          payload_type(a.record->payload, log_.vocabulary()) == payload_type(b.record->payload, log_.vocabulary()));
}

std::string StoryWords::sentence(const StoryEvent& event, const ReportedRequest* request, NodeSet peers) const {
  return request == nullptr ? of_cluster(event) : of_request(event, *request, peers);
}

std::string StoryWords::of_request(const StoryEvent& event, const ReportedRequest& request, NodeSet peers) const {
  const std::string& mid = request.mid;
  const RunRecord& record = *event.record;
  const std::string node = who(event.node, event.node_leads);
  const std::string index = "index " + std::to_string(event.index);
  switch (event.kind) {
    case Kind::sent:
      return "request " + mid + " (" + request.operation + ") sent by " + who(event.node) + " to " +
             (event.peer_leads ? "" : "replica ") + who(record.peer, event.peer_leads) + fate_text(record.fate) +
             (request.attempt == 0 ? "" : ", attempt " + std::to_string(request.attempt + 1));
    case Kind::arrived:
      return mid + " arrived at " + node;
    case Kind::remarked:
      return of_note(event, mid);
    case Kind::appended:
      return node + " appended " + mid + " at " + index +
             (event.term == 0 ? "" : " in term " + std::to_string(event.term));
    case Kind::carried:
      if (event.only_named)
        return node + " sends " + names(peers) + " a message " +
               std::string(payload_type(record.payload, log_.vocabulary())) + " that mentions " + mid +
               fate_text(record.fate);
      return node + " sends " + mid + " to " + names(peers) + fate_text(record.fate);
    case Kind::removed:
      return who(event.node, event.node_leads) + " removed " + mid +
             " from its log: another leader's entry belongs at " + index;
    case Kind::answered:
      return concat({node, " answers ", mid, ": ", reply_name(log_, record), fate_text(record.fate),
                     record.judgement == Judgement::wrong_value ? " " : "",
                     record.judgement == Judgement::wrong_value ? about_value(log_, record) : "",
                     judgement_text(record.judgement)});
    case Kind::has_answer:
      return who(event.node) + " has the answer to " + mid + ": " + std::string(reply_name(log_, record));
    default:
      return of_cluster(event);
  }
}

// Replaces the {placeholders} of the note's sentence.
std::string StoryWords::of_note(const StoryEvent& event, std::string_view mid) const {
  const RunRecord& record = *event.record;
  const NoteWords& words = *log_.vocabulary().note(record.code);
  std::string text;
  std::string_view rest = words.sentence;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    const std::size_t close = rest.find('}', open == std::string_view::npos ? 0 : open);
    text += rest.substr(0, open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const std::string_view place = rest.substr(open + 1, close - open - 1);
    if (place == "node") text += name(event.node);
    if (place == "who") text += who(event.node, event.node_leads);
    if (place == "request") text += mid;
    if (place == "a") text += note_number(words.a, record.a, log_.replicas());
    if (place == "b") text += note_number(words.b, record.b, log_.replicas());
    rest.remove_prefix(close + 1);
  }
  return text;
}

// "fault 3, pause: 0001", "fault 3, pause, ends: 0001", "heal".
std::string StoryWords::fault(const RunRecord& record) const {
  std::string text(log_.text(record));
  if (record.a != 0) text = "fault " + std::to_string(record.a) + ", " + text;
  if (record.ends) text += record.a != 0 ? ", ends" : " ends";
  return record.nodes.empty() ? text : text + ": " + names(record.nodes);
}

std::string StoryWords::of_cluster(const StoryEvent& event) const {
  const RunRecord& record = *event.record;
  const std::string word(log_.text(record));
  switch (event.kind) {
    case Kind::led:
    case Kind::remarked:
      return of_note(event, "");
    case Kind::killed:
      return who(event.node, event.node_leads) + " killed";
    case Kind::restarted:
      return name(event.node) + " started again";
    case Kind::parted:
      return "partition: " + sides(record.nodes);
    case Kind::healed:
      return "the partition ends";
    case Kind::ended:
      return who(event.node, event.node_leads) + " " + word + ", by itself";
    case Kind::leader:
      return event.node.valid() ? "the replicas' messages now name " + name(event.node) + " as leader"
                                : "no leader is known any more";
    case Kind::reachable:
      return name(event.node) + " says hello or connects, and can be reached now";
    default:
      return fault(record);
  }
}

}  // namespace whitewater::scenarios
