// The sentences of a request's story, and what they amount to.
#include <algorithm>

#include "core/course/message_json.hpp"
#include "scenarios/story/node_text.hpp"
#include "tools/real/report/request_stories.hpp"

namespace whitewater::tools::real {

namespace {

using course::EventType;
using course::RequestRecord;
using Kind = StoryEvent::Kind;
using Tone = TextStyle::Tone;

// A request that is redirected without end has a long story: its beginning and its end are enough.
constexpr std::size_t lines_first = 30;
constexpr std::size_t lines_last = 10;

std::string at(Time time) {
  return "t=" + microsecond_seconds(time - Time{}) + "s";
}

// "0.8 ms", "2.3 s".
std::string rough(Duration d) {
  const auto tenths = [](std::int64_t n, std::int64_t unit) {
    const std::int64_t t = n * 10 / unit;
    return std::to_string(t / 10) + "." + std::to_string(t % 10);
  };
  return d < seconds(1) ? tenths(d.ns, 1'000'000) + " ms" : tenths(d.ns, 1'000'000'000) + " s";
}

const char* outcome_word(client::Reply::Outcome outcome) {
  return outcome == client::Reply::Outcome::ok         ? "ok"
         : outcome == client::Reply::Outcome::redirect ? "redirect"
                                                       : "fail";
}

std::string fate_words(Fate fate) {
  switch (fate) {
    case Fate::delivered:
      return "";
    case Fate::lost:
      return ": dropped on the way (the scenario's drops)";
    case Fate::cut:
      return ": stopped by the partition";
    case Fate::dead:
      return ": too late, it is dead";
    case Fate::unreachable:
      return ": not delivered, for it has not said hello (or not connected) yet";
    case Fate::failed:
      break;
  }
  return ": it could not be sent";
}

class Words {
 public:
  explicit Words(unsigned replicas) : replicas_(replicas) {}

  std::string id(NodeId node) const { return course::id_text(node, replicas_); }
  std::string ids(NodeSet nodes) const { return scenarios::nodes_text(nodes, replicas_); }

  std::string sentence(const StoryEvent& event) const {
    switch (event.kind) {
      case Kind::asked:
        return "client " + id(event.peer) + " asks " + id(event.node) + (event.to_leader ? ", the leader" : "") +
               ", for " + event.mid + fate_words(event.fate);
      case Kind::mentioned:
        return id(event.node) + " -> " + ids(event.nodes) + ": a message " + event.words + " mentions it" +
               fate_words(event.fate);
      case Kind::answered:
        return id(event.node) + " answers " + event.mid + ": " + outcome_word(event.outcome) + judgement(event);
      case Kind::fault:
        return fault(event);
      case Kind::ended:
        return id(event.node) + " " + event.words + ", by itself";
      case Kind::leader:
        return event.node.valid() ? id(event.node) + " is the leader now, say the replicas' messages"
                                  : "no leader is known any more";
      case Kind::reachable:
        return id(event.node) + " says hello, or connects: it can be reached now";
      case Kind::disturbed:
        return id(event.node) + ": " + event.words;
    }
    return "";
  }

  std::string sides(NodeSet one) const { return ids(one) + " | " + ids(NodeSet::first(replicas_) - one); }

 private:
  std::string judgement(const StoryEvent& event) const {
    switch (event.judgement) {
      case Judgement::accepted:
        return "";
      case Judgement::wrong_value:
        return " " + event.words + ": incorrect";
      case Judgement::duplicate:
        return ", again: a duplicate";
      case Judgement::refused:
        return ", though it was settled before or is another client's: incorrect";
      case Judgement::unknown_mid:
        break;
    }
    return ", a MID that nobody sent: incorrect";
  }

  std::string fault(const StoryEvent& event) const {
    switch (event.fault) {
      case EventType::kill_leader:
        return id(event.node) + ", the leader, is killed";
      case EventType::kill_non_leader:
        return id(event.node) + " is killed";
      case EventType::part_easy:
      case EventType::part_hard:
        return "the network is parted: " + sides(event.nodes);
      case EventType::part_end:
        break;
    }
    return "the partition ends";
  }

  unsigned replicas_;
};

bool ends(const StoryEvent& event, NodeId replica) {
  const bool kill =
      event.kind == Kind::fault && (event.fault == EventType::kill_leader || event.fault == EventType::kill_non_leader);
  return (kill || event.kind == Kind::ended) && event.node == replica;
}

}  // namespace

std::vector<const StoryEvent*> RequestStories::merged(const History& history, Time from, Time to) const {
  std::vector<const StoryEvent*> all;
  // That a replica can be reached matters where it was asked before.
  const auto concerns = [&](const StoryEvent& event) {
    return event.kind != Kind::reachable ||
           std::any_of(history.events.begin(), history.events.end(), [&](const StoryEvent& e) {
             return e.kind == Kind::asked && e.node == event.node && e.fate == Fate::unreachable;
           });
  };
  for (const StoryEvent& event : cluster_)
    if (event.time >= from && event.time <= to && concerns(event)) all.push_back(&event);
  for (const StoryEvent& event : history.events) all.push_back(&event);
  std::stable_sort(all.begin(), all.end(), [](const StoryEvent* a, const StoryEvent* b) { return a->time < b->time; });
  return all;
}

std::string RequestStories::tell(std::span<const RequestRecord> requests, std::uint32_t number, Time end,
                                 const TextStyle& style) const {
  const auto known = requests_.find(number);
  if (known == requests_.end()) return "";
  const History& history = known->second;
  const RequestRecord* first = nullptr;
  const RequestRecord* last = nullptr;
  for (const RequestRecord& record : requests) {
    if (record.number != number) continue;
    if (first == nullptr) first = &record;
    last = &record;
  }
  const Words words(replicas_);
  std::string text = style.paint(Tone::strong, std::string(first->mid()) + ": " + (first->is_get() ? "get" : "put") +
                                                   " of key " + std::string(first->key())) +
                     "\n";
  // What had happened before, as far as it lasts.
  const StoryEvent* partition = nullptr;
  NodeSet dead;
  for (const StoryEvent& event : cluster_) {
    if (event.time >= first->sent) break;
    if (ends(event, event.node)) dead.insert(event.node);
    if (event.kind != Kind::fault) continue;
    if (event.fault == EventType::part_easy || event.fault == EventType::part_hard) partition = &event;
    if (event.fault == EventType::part_end) partition = nullptr;
  }
  if (!dead.empty()) text += "  before: " + words.ids(dead) + (dead.size() == 1 ? " is dead\n" : " are dead\n");
  if (partition != nullptr)
    text +=
        "  before: the network is parted since " + at(partition->time) + ": " + words.sides(partition->nodes) + "\n";
  const bool open = last->state == RequestRecord::State::outstanding;
  const Time until = open ? end : history.events.back().time;
  const std::vector<const StoryEvent*> events = merged(history, first->sent, until);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i == lines_first && events.size() > lines_first + lines_last) {
      const std::size_t left_out = events.size() - lines_first - lines_last;
      text += "  and so on, " + grouped(left_out) + " lines\n";
      i += left_out;
    }
    text += "  " + style.paint(Tone::faint, at(events[i]->time)) + "  " + words.sentence(*events[i]) + "\n";
  }
  if (history.mentions > mentions_max)
    text += "  and " + grouped(history.mentions - mentions_max) + " more messages that mention it\n";
  return text + "  " +
         style.paint(open || last->judged_incorrect() ? Tone::bad : Tone::caution,
                     conclusion(requests, *last, history, end)) +
         "\n";
}

std::string RequestStories::conclusion(std::span<const RequestRecord> requests, const RequestRecord& last,
                                       const History& history, Time end) const {
  const Words words(replicas_);
  if (last.state != RequestRecord::State::outstanding) {
    std::uint32_t duplicates = 0;
    bool refused = false;
    for (const RequestRecord& record : requests) {
      if (record.number != last.number) continue;
      duplicates += record.duplicates;
      refused = refused || record.refused > 0;
    }
    if (last.wrong_value) return "answered with a value that is not the one acknowledged last: incorrect";
    if (refused) return "answered again after it had been settled: incorrect";
    return "answered " + std::to_string(duplicates + 1) + " times: each after the first ok is a duplicate";
  }
  const std::string who = words.id(last.to);
  const std::string never = "never answered: ";
  const auto asked = std::find_if(history.events.rbegin(), history.events.rend(),
                                  [&](const StoryEvent& e) { return e.kind == Kind::asked; });
  if (asked->fate == Fate::unreachable) {
    const auto hello = std::find_if(cluster_.begin(), cluster_.end(), [&](const StoryEvent& e) {
      return e.kind == Kind::reachable && e.node == last.to;
    });
    return never + "it did not reach " + who +
           (hello == cluster_.end() ? ", which never said hello (or never connected)"
                                    : ", which said hello (or connected) only at " + at(hello->time));
  }
  if (asked->fate != Fate::delivered) return never + "it did not reach " + who;
  NodeSet told;
  for (const StoryEvent& event : history.events)
    if (event.kind == Kind::mentioned && event.time >= last.sent && event.node == last.to &&
        event.fate == Fate::delivered)
      told = told | event.nodes;
  const std::string spread =
      told.empty() ? "it never mentioned it to another replica" : "it had told " + words.ids(told) + " of it";
  const auto fatal = std::find_if(cluster_.begin(), cluster_.end(),
                                  [&](const StoryEvent& e) { return e.time >= last.sent && ends(e, last.to); });
  if (fatal != cluster_.end()) {
    const std::string how = fatal->kind == Kind::ended ? " died by itself " : " was killed ";
    return never + who + how + rough(fatal->time - last.sent) + " after it was asked; " + spread +
           (told.empty() ? ", so the request was lost with it"
                         : ", but none of them answered (a new leader answers what it commits)");
  }
  const auto before =
      std::find_if(cluster_.begin(), cluster_.end(), [&](const StoryEvent& e) { return ends(e, last.to); });
  if (before != cluster_.end())
    return never + who + " had ended " + rough(last.sent - before->time) + " before it was asked, unnoticed";
  if (end - last.sent < seconds(1))
    return never + "the run ended " + rough(end - last.sent) + " after it was asked; " + spread;
  return never + who + " lived on for " + rough(end - last.sent) + " and said nothing; " + spread;
}

}  // namespace whitewater::tools::real
