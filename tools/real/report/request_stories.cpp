// Gathers what belongs to a request while the run goes on. The words are in request_story_words.cpp.
#include "tools/real/report/request_stories.hpp"

#include <algorithm>
#include <cstddef>

#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"

namespace whitewater::tools::real {

using course::RequestRecord;
using Kind = StoryEvent::Kind;

void RequestStories::on_request(const RequestSeen& seen) {
  const RequestRecord& record = seen.record;
  const std::string mid(record.mid());
  const std::string key(record.key());
  numbers_.emplace(mid, record.number);
  History& history = requests_[record.number];
  if (record.attempt == 0) {
    history.key = key;
    by_key_[key].push_back(record.number);
  }
  if (!record.is_get()) puts_[key].push_back({mid, std::string(record.request().value()), time_never});
  StoryEvent event;
  event.time = seen.time;
  event.kind = Kind::asked;
  event.node = record.to;
  event.peer = record.client();
  event.fate = seen.fate;
  event.to_leader = seen.to_leader;
  event.mid = mid;
  history.events.push_back(std::move(event));
}

void RequestStories::on_answer(const AnswerSeen& seen) {
  if (seen.record == nullptr) return;
  StoryEvent event;
  event.time = seen.time;
  event.kind = Kind::answered;
  event.node = seen.from;
  event.peer = seen.client;
  event.outcome = seen.outcome;
  event.judgement = seen.judgement;
  event.mid = seen.mid;
  if (seen.judgement == Judgement::wrong_value) event.words = about_value(seen);
  requests_[seen.record->number].events.push_back(std::move(event));
  if (seen.judgement != Judgement::accepted || seen.outcome != client::Reply::Outcome::ok || seen.record->is_get())
    return;
  for (Put& put : puts_[std::string(seen.record->key())])
    if (put.mid == seen.mid) put.acknowledged = seen.time;
}

// Which put the value is of that came, and which one was expected.
std::string RequestStories::about_value(const AnswerSeen& seen) const {
  const auto found = puts_.find(std::string(seen.record->key()));
  const auto shown = [](std::string_view value) {
    return concat({"'", value.substr(0, 8), value.size() > 8 ? "...'" : "'"});
  };
  if (found == puts_.end()) return "";
  const Put* came = nullptr;
  const Put* last = nullptr;
  for (const Put& put : found->second) {
    if (seen.value && put.value == *seen.value) came = &put;
    const bool later = put.acknowledged != time_never && (last == nullptr || put.acknowledged >= last->acknowledged);
    if (later) last = &put;
  }
  std::string text = !seen.value           ? "without a value"
                     : seen.value->empty() ? "with the empty value, as if the key had never been put"
                     : came == nullptr     ? "with " + shown(*seen.value) + ", which no put of this key had"
                     : came->acknowledged == time_never
                         ? "with " + shown(*seen.value) + " of put " + came->mid + ", which was never acknowledged"
                         : "with the older " + shown(*seen.value) + " of put " + came->mid;
  if (last != nullptr)
    text += "; the client had been told ok to put " + last->mid + " with " + shown(last->value) +
            " at t=" + microsecond_seconds(last->acknowledged - Time{}) + "s";
  return text;
}

void RequestStories::on_message(const MessageSeen& seen) {
  // One message to everybody is seen once for each receiver.
  const bool again = seen.bytes.data() == last_bytes_ && seen.time == last_time_;
  if (!again) {
    mentioned_.clear();
    const auto add = [&](std::uint32_t number) {
      if (std::find(mentioned_.begin(), mentioned_.end(), number) == mentioned_.end()) mentioned_.push_back(number);
    };
    std::string word;
    const auto by_mid = [&](std::string_view mid) {
      const auto found = numbers_.find(word.assign(mid));
      if (found == numbers_.end()) return;
      mids_seen_ = true;
      add(found->second);
    };
    const auto by_key = [&](std::string_view key) {
      if (mids_seen_) return;
      const auto found = by_key_.find(word.assign(key));
      if (found != by_key_.end()) add(found->second.back());
    };
    scanner_.scan(seen.bytes, by_mid, by_key);
  }
  last_bytes_ = seen.bytes.data();
  last_time_ = seen.time;
  for (const std::uint32_t number : mentioned_) mention(requests_[number], seen);
}

void RequestStories::mention(History& history, const MessageSeen& seen) {
  if (!history.events.empty()) {
    StoryEvent& last = history.events.back();
    if (last.kind == Kind::mentioned && last.time == seen.time && last.node == seen.from && last.fate == seen.fate &&
        last.words == seen.type) {
      last.nodes.insert(seen.to);
      return;
    }
  }
  if (++history.mentions > mentions_max) return;
  StoryEvent event;
  event.time = seen.time;
  event.kind = Kind::mentioned;
  event.node = seen.from;
  event.nodes = NodeSet::of(seen.to);
  event.fate = seen.fate;
  event.words = seen.type.substr(0, 40);
  history.events.push_back(std::move(event));
}

void RequestStories::on_fault(const FaultSeen& seen) {
  StoryEvent event;
  event.time = seen.time;
  event.kind = Kind::fault;
  event.fault = seen.type;
  event.nodes = seen.targets;
  if (seen.type == course::EventType::kill_leader || seen.type == course::EventType::kill_non_leader) {
    if (seen.targets.empty()) return;
    event.node = *seen.targets.begin();
  }
  cluster_.push_back(std::move(event));
}

void RequestStories::on_end(const EndSeen& seen) {
  if (seen.asked) return;
  StoryEvent event;
  event.time = seen.time;
  event.kind = Kind::ended;
  event.node = seen.replica;
  event.words = seen.words;
  cluster_.push_back(std::move(event));
}

void RequestStories::on_reachable(Time time, NodeId replica) {
  StoryEvent event;
  event.time = time;
  event.kind = Kind::reachable;
  event.node = replica;
  cluster_.push_back(std::move(event));
}

void RequestStories::on_leader(Time time, NodeId leader) {
  StoryEvent event;
  event.time = time;
  event.kind = Kind::leader;
  event.node = leader;
  cluster_.push_back(std::move(event));
}

void RequestStories::on_disturbance(Time time, NodeId replica, std::string_view what) {
  StoryEvent event;
  event.time = time;
  event.kind = Kind::disturbed;
  event.node = replica;
  event.words = what;
  cluster_.push_back(std::move(event));
}

std::vector<std::uint32_t> RequestStories::troubled(std::span<const RequestRecord> requests) {
  std::map<std::uint32_t, int> found;  // by number: how grave, 0 is gravest
  for (const RequestRecord& record : requests) {
    const int grave = record.judged_incorrect()                           ? 0
                      : record.state == RequestRecord::State::outstanding ? 1
                      : record.duplicates > 0                             ? 2
                                                                          : 3;
    if (grave == 3) continue;
    const auto [place, fresh] = found.emplace(record.number, grave);
    if (!fresh) place->second = std::min(place->second, grave);
  }
  std::vector<std::uint32_t> numbers;
  for (int grave = 0; grave < 3; ++grave)
    for (const auto& [number, how] : found)
      if (how == grave) numbers.push_back(number);
  return numbers;
}

}  // namespace whitewater::tools::real
