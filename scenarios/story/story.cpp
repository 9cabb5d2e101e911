// Selects the events of a run that belong to a request, and joins their sentences to a story.
#include "scenarios/story/story.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "scenarios/story/put_life.hpp"
#include "scenarios/story/story_ending.hpp"
#include "scenarios/story/story_lines.hpp"
#include "scenarios/story/story_words.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = StoryEvent::Kind;
using Tone = TextStyle::Tone;

bool unanswered(const ReportedRequest& request) {
  return request.state == ReportedRequest::State::outstanding;
}

bool settles(Judgement judgement) {
  return judgement == Judgement::accepted || judgement == Judgement::wrong_value;
}

class OneStory {
 public:
  OneStory(const RunLog& log, std::span<const StoryEvent> events, std::span<const ReportedRequest> requests,
           StoryChain chain, const StoryForm& form)
      : log_(log),
        events_(events),
        requests_(requests),
        chain_(std::move(chain)),
        form_(form),
        words_(log),
        clock_(chain_.front()->sent) {
    for (const ReportedRequest* request : chain_) attempts_.emplace(request->name, request);
    end_ = end_of(chain_);
  }

  std::string tell() const {
    std::string text = form_.style.paint(Tone::strong, headline()) + "\n" + state_of_the_cluster();
    const std::vector<StoryLine> lines = told();
    const std::size_t left_out =
        lines.size() > form_.lines_first + form_.lines_last ? lines.size() - form_.lines_first - form_.lines_last : 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (left_out > 0 && i == form_.lines_first) {
        text += "  (" + grouped(left_out) + " lines left out)\n";
        i += left_out;
      }
      text += "  " + form_.style.paint(Tone::faint, clock_.column(lines[i].time)) + "  " + lines[i].text + "\n";
    }
    std::uint64_t unkept = 0;
    for (const ReportedRequest* request : chain_) unkept += log_.left_out(request->name);
    if (unkept > 0) text += "  and " + grouped(unkept) + " more messages that mention the request\n";
    text += "  " + story_ending(log_, events_, chain_, form_) + missed_by() + "\n";
    if (form_.wrong.contains(*chain_.back()))
      for (const std::string& line : missed_put_lines(log_, events_, requests_, *chain_.back(), form_))
        text += line + "\n";
    return text;
  }

 private:
  // Of a put: the gets that missed it.
  std::string missed_by() const {
    std::string text;
    if (chain_.front()->operation != "put") return text;
    for (const ReportedRequest& get : requests_) {
      if (!form_.wrong.contains(get)) continue;
      const ReportedRequest* const put = missed_put(requests_, get, form_.wrong);
      if (put != nullptr && put->number == chain_.front()->number) text += "; the get " + get.mid + " missed it";
    }
    return text;
  }

  std::string headline() const {
    const ReportedRequest& first = *chain_.front();
    return first.mid + ": " + first.operation + (first.key.empty() ? "" : " of key " + first.key) +
           (chain_.size() == 1 ? "" : ", " + grouped(chain_.size()) + " attempts") + ", first asked at " +
           run_time_text(first.sent);
  }

  // The number of the record with which the request is over: the answer that settled its last attempt, or the death of
  // the only replica that knew of it. The client has an answer when it arrives; a log of a real run has one record for
  // both.
  std::uint32_t end_of(const StoryChain& chain) const {
    const ReportedRequest& last = *chain.back();
    std::uint32_t number = RunRecord::nothing;
    for (const StoryEvent& event : events_) {
      if (unanswered(last)) {
        if (event.kind == Kind::sent && event.request == last.name) number = RunRecord::nothing;
        const bool dies = number == RunRecord::nothing && event.dies() && event.node == last.to;
        if (dies && event.record->time >= last.sent && !known_elsewhere(event)) number = event.record->number;
        continue;
      }
      if (event.record->time > last.answered) break;
      if (event.request != last.name) continue;
      if (event.kind == Kind::has_answer && event.record->time == last.answered) return event.record->number;
      if (event.kind == Kind::answered && settles(event.record->judgement)) number = event.record->number;
    }
    return number;
  }

  // True if another replica may know of the request when this one dies, or this one has it on its disk and comes back.
  bool known_elsewhere(const StoryEvent& death) const {
    NodeSet holders, others;
    for (const StoryEvent& event : events_) {
      if (&event == &death) break;
      const ReportedRequest* const request = attempt(event.request);
      if (request == nullptr) continue;
      if (event.kind == Kind::appended) holders.insert(event.node);
      if (event.kind == Kind::removed) holders.erase(event.node);
      const bool open = event.kind == Kind::sent && unanswered(*request);
      if ((event.kind == Kind::carried || open) && event.record->fate == Passage::delivered)
        others.insert(event.record->peer);
    }
    if (!comes_back(death)) holders.erase(death.node);
    others.erase(death.node);
    return !(holders | others).empty();
  }

  bool comes_back(const StoryEvent& death) const {
    return std::any_of(events_.begin(), events_.end(), [&](const StoryEvent& event) {
      return event.kind == Kind::restarted && event.node == death.node && event.record->number > death.record->number;
    });
  }

  bool over(const StoryEvent& event) const { return end_ != RunRecord::nothing && event.record->number > end_; }

  // Of what follows the end, a story tells further answers, and that a log lost the request.
  bool told_after_the_end(const StoryEvent& event) const {
    return event.kind == Kind::answered || event.kind == Kind::has_answer || event.kind == Kind::removed;
  }

  std::vector<StoryLine> told() const {
    std::vector<StoryEntry> entries;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const StoryEvent& event = events_[i];
      const ReportedRequest* const request = attempt(event.request);
      if (request == nullptr ? !concerns_all(event) : over(event) && !told_after_the_end(event)) continue;
      std::size_t last = i;  // the last event that shares this line
      NodeSet peers;
      while (request != nullptr && last + 1 < events_.size() && words_.share_a_line(event, events_[last + 1])) ++last;
      for (std::size_t k = i; k <= last; ++k)
        if (events_[k].record->peer.valid()) peers.insert(events_[k].record->peer);
      entries.push_back({&event, request, words_.sentence(event, request, peers) + loss(event) + again(event)});
      i = last;
    }
    return story_lines(log_, std::move(entries), clock_);
  }

  // A simulated log judges no answers, but says when they arrive.
  std::string again(const StoryEvent& event) const {
    return event.kind == Kind::has_answer && over(event) ? ", after the request was settled" : "";
  }

  const ReportedRequest* attempt(std::uint64_t name) const {
    if (name == 0) return nullptr;
    const auto found = attempts_.find(name);
    return found == attempts_.end() ? nullptr : found->second;
  }

  // Events of the cluster belong to the story from the first attempt until the request is over. That a node became
  // reachable is told only if an attempt could not reach that node before.
  bool concerns_all(const StoryEvent& event) const {
    if (event.request != 0 || event.record->time < chain_.front()->sent || over(event)) return false;
    return event.kind != Kind::reachable || std::any_of(events_.begin(), events_.end(), [&](const StoryEvent& e) {
             return e.kind == Kind::sent && e.record->fate == Passage::unreachable && e.record->peer == event.node &&
                    attempt(e.request) != nullptr;
           });
  }

  // Which nodes are dead, and which partition exists, when the story begins.
  std::string state_of_the_cluster() const {
    std::string text;
    const StoryEvent* partition = nullptr;
    NodeSet dead;
    for (const StoryEvent& event : events_) {
      if (event.record->time >= chain_.front()->sent) break;
      if (event.kind == Kind::parted) partition = &event;
      if (event.kind == Kind::healed) partition = nullptr;
      if (event.dies()) dead.insert(event.node);
      if (event.kind == Kind::restarted) dead.erase(event.node);
    }
    if (!dead.empty()) text += "  before: dead: " + words_.names(dead) + "\n";
    if (partition != nullptr)
      text += "  before: partition since " + run_time_text(partition->record->time) + ": " +
              words_.sides(partition->record->nodes) + "\n";
    return text;
  }

  // What a kill means for an attempt that was sent to the victim and not answered yet.
  std::string loss(const StoryEvent& event) const {
    if (event.kind != Kind::killed || form_.from_outside) return "";
    for (const ReportedRequest* request : chain_) {
      if (request->to != event.node || request->sent > event.record->time) continue;
      if (!unanswered(*request) && request->answered < event.record->time) continue;
      const Progress progress = progress_before(request->name, event);
      if (!progress.sent || progress.answered) continue;
      if (!progress.arrived) return ": " + request->mid + " had not arrived there yet, and is lost";
      const NodeSet holders = progress.holders - NodeSet::of(event.node);
      if (!holders.empty())
        return ": it had not answered " + request->mid + ", which is also in the log of " + words_.names(holders);
      if (progress.told.empty() && progress.holders.contains(event.node) && comes_back(event))
        return ": no other replica has " + request->mid + ", only its own disk";
      return progress.told.empty()
                 ? ": no other replica has " + request->mid + ", so it is lost"
                 : ": it had not answered " + request->mid + ", which it had sent to " + words_.names(progress.told);
    }
    return "";
  }

  struct Progress {
    bool sent = false;
    bool arrived = false;
    bool answered = false;
    NodeSet holders;  // the replicas that have the request in their logs
    NodeSet told;     // the replicas to which a message with the request left, and was not lost
  };

  Progress progress_before(std::uint64_t name, const StoryEvent& until) const {
    Progress progress;
    for (const StoryEvent& event : events_) {
      if (&event == &until) break;
      if (event.request != name) continue;
      if (event.kind == Kind::sent) progress.sent = true;
      if (event.kind == Kind::arrived) progress.arrived = true;
      if (event.kind == Kind::answered) progress.answered = true;
      if (event.kind == Kind::appended) progress.holders.insert(event.node);
      if (event.kind == Kind::carried && event.record->fate == Passage::delivered)
        progress.told.insert(event.record->peer);
      if (event.kind == Kind::removed) progress.holders.erase(event.node);
    }
    return progress;
  }

  const RunLog& log_;
  std::span<const StoryEvent> events_;
  std::span<const ReportedRequest> requests_;
  StoryChain chain_;
  // By name: a request that is redirected without end has thousands of attempts, and every event asks for one.
  std::map<std::uint64_t, const ReportedRequest*> attempts_;
  const StoryForm& form_;
  StoryWords words_;
  StoryClock clock_;
  std::uint32_t end_ = RunRecord::nothing;  // the number of the record that ends the request; nothing: it never ended
};

Error unknown_mid(std::span<const ReportedRequest> requests, std::string_view subject) {
  std::string message = "this run has no request with this MID or number";
  if (requests.empty())
    message += "; it sent none";
  else
    message += "; the first one is " + requests.front().mid + ", the last one " + requests.back().mid;
  return {std::string(subject), message};
}

// The request of that MID, otherwise the one of that number.
const ReportedRequest* find_request(std::span<const ReportedRequest> requests, std::string_view subject) {
  for (const ReportedRequest& request : requests)
    if (request.mid == subject) return &request;
  for (const ReportedRequest& request : requests)
    if (std::to_string(request.number) == subject) return &request;
  return nullptr;
}

}  // namespace

StoryTeller::StoryTeller(const RunLog& log, std::span<const ReportedRequest> requests, const StoryForm& form)
    : log_(log), requests_(requests), form_(form), events_(story_events(log)) {}

std::string StoryTeller::tell(std::uint32_t number) const {
  StoryChain chain;
  for (const ReportedRequest& request : requests_)
    if (request.number == number) chain.push_back(&request);
  return chain.empty() ? "" : OneStory(log_, events_, requests_, std::move(chain), form_).tell();
}

Result<std::string> StoryTeller::tell(std::string_view subject) const {
  if (subject == all_unanswered) return tell_all(unanswered, "Every request was answered.\n");
  const auto wrong = [&](const ReportedRequest& r) { return r.judged_incorrect() || form_.wrong.contains(r); };
  if (subject == all_wrong) return tell_all(wrong, "No request was answered wrongly.\n");
  const ReportedRequest* const found = find_request(requests_, subject);
  if (found == nullptr) return unknown_mid(requests_, subject);
  return tell(found->number);
}

std::string StoryTeller::tell_all(const Wanted& wanted, std::string_view none) const {
  std::string text;
  std::set<std::uint32_t> told;
  for (const ReportedRequest& request : requests_) {
    if (!wanted(request) || !told.insert(request.number).second) continue;
    if (!text.empty()) text += "\n";
    text += tell(request.number);
  }
  return text.empty() ? std::string(none) : text;
}

}  // namespace whitewater::scenarios
