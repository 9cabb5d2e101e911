// Conclusions of an observer who sees the messages between nodes, and nothing else.
#include "scenarios/story/story_ending.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "core/text/concat.hpp"
#include "scenarios/story/story_time.hpp"
#include "scenarios/story/story_words.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = StoryEvent::Kind;
using Tone = TextStyle::Tone;
using State = ReportedRequest::State;

bool ends(const StoryEvent& event, NodeId node) {
  return event.dies() && event.node == node;
}

// Why nobody answered, as far as the messages show it.
std::string why_unanswered(const RunLog& log, std::span<const StoryEvent> events, const ReportedRequest& last,
                           const StoryClock& clock, Time end) {
  const StoryWords words(log);
  const std::string node = words.name(last.to);
  const auto of_attempt = [&](const StoryEvent& e) { return e.request == last.name; };
  const auto asked = std::find_if(events.begin(), events.end(),
                                  [&](const StoryEvent& e) { return e.kind == Kind::sent && of_attempt(e); });
  if (asked == events.end()) return "";
  if (asked->record->fate == Passage::unreachable) {
    const auto hello = std::find_if(events.begin(), events.end(), [&](const StoryEvent& e) {
      return e.kind == Kind::reachable && e.node == last.to && e.record->time >= asked->record->time;
    });
    return "it did not reach " + node +
           (hello == events.end() ? ", which never said hello (or never connected)"
                                  : ", which said hello (or connected) only at " + clock.text(hello->record->time));
  }
  if (asked->record->fate != Passage::delivered) return "it did not reach " + node;
  NodeSet told;
  for (const StoryEvent& event : events)
    if (event.kind == Kind::carried && event.record->time >= last.sent && event.node == last.to && of_attempt(event) &&
        event.record->fate == Passage::delivered)
      told.insert(event.record->peer);
  const std::string spread =
      told.empty() ? "it told no other replica of the request" : "it had told " + words.names(told) + " of the request";
  const auto fatal = std::find_if(events.begin(), events.end(),
                                  [&](const StoryEvent& e) { return e.record->time >= last.sent && ends(e, last.to); });
  if (fatal != events.end()) {
    const std::string how = fatal->kind == Kind::ended ? " died by itself " : " was killed ";
    return node + how + rough_text(fatal->record->time - last.sent) + " after it was asked; " + spread +
           (told.empty() ? ", so the request is lost"
                         : ", but none of them answered (a new leader must answer the requests that it commits)");
  }
  const auto before = std::find_if(events.begin(), events.end(), [&](const StoryEvent& e) { return ends(e, last.to); });
  if (before != events.end())
    return node + " had ended " + rough_text(last.sent - before->record->time) +
           " before it was asked, and nobody had noticed that";
  if (end - last.sent < seconds(1))
    return "the run ended " + rough_text(end - last.sent) + " after it was asked; " + spread;
  return node + " ran for another " + rough_text(end - last.sent) + " and did not answer; " + spread;
}

std::string remarks_on(const StoryChain& chain) {
  std::string text;
  if (chain.back()->wrong_value) text += "; judged incorrect: not the value of this client's last acknowledged put";
  for (const ReportedRequest* request : chain) {
    if (request->duplicates > 0)
      text += "; " + std::to_string(request->duplicates) +
              (request->duplicates == 1 ? " duplicate answer to " : " duplicate answers to ") + request->mid;
    if (request->refused > 0)
      text += "; " + request->mid + " was answered when this client did not wait for it: judged incorrect";
  }
  return text;
}

}  // namespace

std::string story_ending(const RunLog& log, std::span<const StoryEvent> events, const StoryChain& chain,
                         const StoryForm& form) {
  const ReportedRequest& last = *chain.back();
  std::string text;
  switch (last.state) {
    case State::ok: {
      const Duration took = last.answered - chain.front()->sent;
      text = form.style.paint(last.judged_incorrect() ? Tone::bad : Tone::good,
                              "answered ok, " + microsecond_seconds(took) + " s after it was first asked");
      break;
    }
    case State::outstanding: {
      const std::string why =
          form.from_outside ? why_unanswered(log, events, last, StoryClock(chain.front()->sent), form.end) : "";
      text = form.style.paint(Tone::bad, why.empty() ? "never answered" : "never answered: " + why);
      break;
    }
    case State::redirected:
      text = "never answered ok: the run ended after a redirect";
      break;
    case State::failed:
      text = "never answered ok: the run ended after a fail";
      break;
  }
  return text + remarks_on(chain);
}

std::string about_value(const RunLog& log, const RunRecord& answer) {
  struct Put {
    std::string_view mid, value;
    std::optional<Time> acknowledged;
  };
  const auto& reply = *answer.payload.get_if<client::Reply>();
  // Finds the key: a reply does not contain the key, but its request does.
  std::string_view key;
  std::map<std::string_view, std::vector<Put>> puts;
  for (const RunRecord& record : log.records()) {
    if (record.number >= answer.number) break;
    if (record.kind != RunRecord::Kind::sent) continue;
    if (const auto* request = record.payload.get_if<client::Request>()) {
      if (request->mid() == reply.mid()) key = request->key();
      if (request->operation == client::Request::Operation::put)
        puts[request->key()].push_back({request->mid(), request->value(), std::nullopt});
    } else if (const auto* told = record.payload.get_if<client::Reply>()) {
      if (told->outcome != client::Reply::Outcome::ok || record.judgement != Judgement::accepted) continue;
      for (auto& [of_key, list] : puts)
        for (Put& put : list)
          if (put.mid == told->mid()) put.acknowledged = record.time;
    }
  }
  const Put* came = nullptr;
  const Put* last = nullptr;
  for (const Put& put : puts[key]) {
    if (reply.has_value && put.value == reply.value()) came = &put;
    if (put.acknowledged && (last == nullptr || *put.acknowledged >= *last->acknowledged)) last = &put;
  }
  const auto shown = [](std::string_view value) {
    return concat({"'", value.substr(0, 8), value.size() > 8 ? "...'" : "'"});
  };
  std::string text =
      !reply.has_value        ? "without a value"
      : reply.value().empty() ? "with the empty value, as if the key had never been put"
      : came == nullptr       ? "with " + shown(reply.value()) + ", which no put of this key wrote"
      : !came->acknowledged
          ? concat({"with ", shown(reply.value()), " of put ", came->mid, ", which was never acknowledged"})
          : concat({"with the older value ", shown(reply.value()), " of put ", came->mid});
  if (last != nullptr)
    text += concat({"; expected ", shown(last->value), " of put ", last->mid, ", which was answered ok at ",
                    run_time_text(*last->acknowledged)});
  return text;
}

}  // namespace whitewater::scenarios
