// Picks the events that belong to a request out of the run, and joins the sentences of StoryWords to a story.
#include "scenarios/story/story.hpp"

#include <algorithm>
#include <vector>

#include "scenarios/story/node_text.hpp"
#include "scenarios/story/story_words.hpp"

namespace whitewater::scenarios {

namespace {

using course::RequestRecord;
using Kind = StoryEvent::Kind;
using Tone = TextStyle::Tone;

// The attempts of one request of the plan, in order.
using Chain = std::vector<const RequestRecord*>;

Chain chain_of(std::span<const RequestRecord> requests, std::uint32_t number) {
  Chain chain;
  for (const RequestRecord& record : requests)
    if (record.number == number) chain.push_back(&record);
  return chain;
}

bool unanswered(const RequestRecord& record) {
  return record.state == RequestRecord::State::outstanding;
}

class Teller {
 public:
  Teller(const StoryRecorder& recorder, const TextStyle& style)
      : recorder_(recorder), words_(recorder.replicas()), style_(style) {}

  std::string tell(const Chain& chain) const {
    std::string text = style_.paint(Tone::strong, headline(chain)) + "\n";
    const auto& events = recorder_.events();
    text += state_of_the_cluster(chain.front()->sent);
    const Time last = end_of(chain);
    for (std::size_t i = 0; i < events.size(); ++i) {
      const RequestRecord* const record = attempt(chain, events[i].request);
      if (record == nullptr && !concerns_all(chain, events[i], last)) continue;
      std::size_t grouped = i;  // the last event of the same kind that shares the line
      NodeSet peers;
      while (record != nullptr && grouped + 1 < events.size() && words_.share_a_line(events[i], events[grouped + 1]))
        ++grouped;
      for (std::size_t k = i; k <= grouped; ++k) peers.insert(events[k].peer);
      text += line(events[i].time, words_.sentence(events[i], record, peers) + fate(chain, events[i]));
      i = grouped;
    }
    return text + ending(chain);
  }

 private:
  static std::string headline(const Chain& chain) {
    const RequestRecord& first = *chain.front();
    return std::string(first.mid()) + ": " + (first.is_get() ? "get" : "put") + " of key " + std::string(first.key()) +
           (chain.size() == 1 ? "" : ", " + std::to_string(chain.size()) + " attempts");
  }

  std::string line(Time time, const std::string& sentence) const {
    return "  " + style_.paint(Tone::faint, "t=" + microsecond_seconds(Duration{time.ns}) + "s") + "  " + sentence +
           "\n";
  }

  static const RequestRecord* attempt(const Chain& chain, std::uint64_t name) {
    if (name == 0) return nullptr;
    for (const RequestRecord* record : chain)
      if (record->request().name() == name) return record;
    return nullptr;
  }

  // Events of the cluster belong to the story from the first attempt until the last one was answered.
  static bool concerns_all(const Chain& chain, const StoryEvent& event, Time last) {
    return event.request == 0 && event.time >= chain.front()->sent && event.time <= last;
  }

  static Time end_of(const Chain& chain) { return unanswered(*chain.back()) ? time_never : chain.back()->answered; }

  // Who leads, and what partition stands, when the story begins.
  std::string state_of_the_cluster(Time from) const {
    std::string text;
    const StoryEvent* partition = nullptr;
    NodeSet dead;
    for (const StoryEvent& event : recorder_.events()) {
      if (event.time >= from) break;
      if (event.kind == Kind::partitioned) partition = &event;
      if (event.kind == Kind::healed) partition = nullptr;
      if (event.kind == Kind::killed) dead.insert(event.node);
      if (event.kind == Kind::restarted) dead.erase(event.node);
    }
    if (!dead.empty()) text += "  before: dead " + nodes_text(dead, recorder_.replicas()) + "\n";
    if (partition != nullptr)
      text += "  before: a partition stands since t=" + microsecond_seconds(Duration{partition->time.ns}) +
              "s: " + words_.sides(partition->nodes) + "\n";
    return text;
  }

  // What a kill means for an attempt that the victim had and had not answered.
  std::string fate(const Chain& chain, const StoryEvent& event) const {
    if (event.kind != Kind::killed) return "";
    for (const RequestRecord* record : chain) {
      if (record->to != event.node || record->sent > event.time) continue;
      const Progress progress = progress_before(record->request().name(), event);
      if (!progress.sent || progress.answered) continue;
      const std::string mid(record->mid());
      if (!progress.arrived) return ": " + mid + ", still on its way to it, was lost with it";
      if (progress.holders.empty() || progress.holders == NodeSet::of(event.node))
        return ": " + mid + " was lost with it";
      return ": it had not answered " + mid + ", which is also in the log of " +
             nodes_text(progress.holders - NodeSet::of(event.node), recorder_.replicas());
    }
    return "";
  }

  struct Progress {
    bool sent = false;
    bool arrived = false;
    bool answered = false;
    NodeSet holders;  // that have it in their logs
  };

  Progress progress_before(std::uint64_t name, const StoryEvent& until) const {
    Progress progress;
    for (const StoryEvent& event : recorder_.events()) {
      if (&event == &until) break;
      if (event.request != name) continue;
      if (event.kind == Kind::sent) progress.sent = true;
      if (event.kind == Kind::arrived) progress.arrived = true;
      if (event.kind == Kind::reply_sent) progress.answered = true;
      if (event.kind == Kind::appended) progress.holders.insert(event.node);
      if (event.kind == Kind::removed) progress.holders.erase(event.node);
    }
    return progress;
  }

  std::string ending(const Chain& chain) const {
    const RequestRecord& last = *chain.back();
    std::string text = "  ";
    switch (last.state) {
      case RequestRecord::State::ok: {
        const Duration took = last.answered - chain.front()->sent;
        text += style_.paint(last.judged_incorrect() ? Tone::bad : Tone::good,
                             "answered ok, " + microsecond_seconds(took) + " s after it was first asked");
        break;
      }
      case RequestRecord::State::outstanding:
        text += style_.paint(Tone::bad, "never answered");
        break;
      case RequestRecord::State::redirected:
        text += "redirected when the run ended";
        break;
      case RequestRecord::State::failed:
        text += "failed when the run ended";
        break;
    }
    if (last.wrong_value) text += "; judged incorrect: not the value that this client was told last";
    for (const RequestRecord* record : chain) {
      if (record->duplicates > 0)
        text += "; " + std::to_string(record->duplicates) + " duplicate answers to " + std::string(record->mid());
      if (record->refused > 0)
        text += "; " + std::string(record->mid()) + " was answered again after it was settled: judged incorrect";
    }
    return text + "\n";
  }

  const StoryRecorder& recorder_;
  StoryWords words_;
  TextStyle style_;
};

Error unknown_mid(std::span<const RequestRecord> requests, std::string_view subject) {
  std::string message = "this run has no request with this MID";
  if (requests.empty())
    message += "; it sent none";
  else
    message += "; the first one is " + std::string(requests.front().mid()) + ", the last one " +
               std::string(requests.back().mid());
  return {std::string(subject), message};
}

}  // namespace

Result<std::string> tell_story(const StoryRecorder& recorder, std::span<const RequestRecord> requests,
                               std::string_view subject, const TextStyle& style) {
  const Teller teller(recorder, style);
  if (subject != all_unanswered) {
    const auto found =
        std::find_if(requests.begin(), requests.end(), [&](const RequestRecord& r) { return r.mid() == subject; });
    if (found == requests.end()) return unknown_mid(requests, subject);
    return teller.tell(chain_of(requests, found->number));
  }
  std::string text;
  for (const RequestRecord& record : requests) {
    if (!unanswered(record)) continue;
    if (!text.empty()) text += "\n";
    text += teller.tell(chain_of(requests, record.number));
  }
  return text.empty() ? std::string("Every request was answered.\n") : text;
}

}  // namespace whitewater::scenarios
