// Entries of three kinds wait until an entry comes that is of none: attempts that bounced, changes of the leader's
// name, and mentions. Then each kind becomes one line, or stays as it is if it is short.
#include "scenarios/story/story_lines.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/story/payload_text.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = StoryEvent::Kind;
using Outcome = client::Reply::Outcome;

bool bounced(const ReportedRequest& request) {
  return request.state == ReportedRequest::State::redirected || request.state == ReportedRequest::State::failed;
}

// An answer that sent the client away.
const client::Reply* refusal(const StoryEntry& entry) {
  if (entry.event->kind != Kind::answered) return nullptr;
  const auto* reply = entry.event->record->payload.get_if<client::Reply>();
  return reply != nullptr && reply->outcome != Outcome::ok ? reply : nullptr;
}

bool of_bounce(const StoryEntry& entry) {
  if (entry.request == nullptr || !bounced(*entry.request)) return false;
  switch (entry.event->kind) {
    case Kind::sent:
    case Kind::arrived:
    case Kind::remarked:
    case Kind::carried:
      return true;
    case Kind::answered:
    case Kind::has_answer:
      return entry.event->record->judgement == Judgement::accepted;
    default:
      return false;
  }
}

bool of_name(const StoryEntry& entry) {
  return entry.event->kind == Kind::leader;
}

bool of_mention(const StoryEntry& entry) {
  return entry.event->kind == Kind::carried && entry.event->only_named;
}

// "at 0001", "between 0001 and nobody", "among 0001, 0002 and 0003".
std::string among(std::vector<std::string> names) {
  if (names.size() == 1) return "at " + names.front();
  const std::string last = std::move(names.back());
  names.pop_back();
  std::string text = names.size() == 1 ? "between " : "among ";
  for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "" : ", ") + names[i];
  return text + " and " + last;
}

class Collapse {
 public:
  Collapse(const RunLog& log, const StoryClock& clock) : log_(log), clock_(clock) {}

  std::vector<StoryLine> of(std::vector<StoryEntry> entries) {
    for (StoryEntry& entry : entries) {
      if (of_bounce(entry)) {
        bounces_.push_back(std::move(entry));
      } else if (of_name(entry)) {
        names_.push_back(std::move(entry));
      } else if (of_mention(entry)) {
        mentions_.push_back(std::move(entry));
      } else {
        flush();
        lines_.push_back({entry.event->record->time, std::move(entry.sentence)});
      }
    }
    flush();
    return std::move(lines_);
  }

 private:
  void flush() {
    take_bounces();
    take_names();
    take_mentions();
    std::stable_sort(waiting_.begin(), waiting_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [number, line] : waiting_) lines_.push_back(std::move(line));
    waiting_.clear();
  }

  void add(const StoryEntry& first, std::string sentence) {
    waiting_.emplace_back(first.event->record->number, StoryLine{first.event->record->time, std::move(sentence)});
  }

  // ", from +5.200000 s to +9.800000 s"
  std::string span(const StoryEntry& first, const StoryEntry& last) const {
    return ", from " + clock_.text(first.event->record->time) + " to " + clock_.text(last.event->record->time);
  }

  std::vector<std::string> names_of(NodeSet nodes, bool none) const {
    std::vector<std::string> names;
    for (const NodeId node : nodes) names.push_back(node_text(node, log_.replicas()));
    if (none) names.emplace_back("nobody");
    return names;
  }

  void take_bounces() {
    const std::vector<StoryEntry> entries = std::exchange(bounces_, {});
    std::size_t redirects = 0, fails = 0, mentions = 0;
    NodeSet asked, leaders;
    bool no_leader = false;
    for (const StoryEntry& entry : entries) {
      if (entry.event->kind == Kind::sent) asked.insert(entry.request->to);
      if (entry.event->kind == Kind::carried) ++mentions;
      const client::Reply* const reply = refusal(entry);
      if (reply == nullptr) continue;
      ++(reply->outcome == Outcome::redirect ? redirects : fails);
      asked.insert(entry.event->node);
      if (reply->leader.value < log_.replicas())
        leaders.insert(reply->leader);
      else
        no_leader = true;
    }
    if (redirects + fails < collapsed_min) {
      for (const StoryEntry& entry : entries) add(entry, entry.sentence);
      return;
    }
    const auto counted = [](std::size_t n, const char* one, const char* many) {
      return grouped(n) + " " + (n == 1 ? one : many);
    };
    std::string how = redirects > 0 ? counted(redirects, "redirect", "redirects") : "";
    if (fails > 0) how += (how.empty() ? "" : " and ") + counted(fails, "fail", "fails");
    std::string text = concat({entries.front().request->mid, " to ", entries.back().request->mid, " bounced ",
                               grouped(redirects + fails), " times ", among(names_of(asked, false)),
                               span(entries.front(), entries.back()), ": ", how});
    std::string named;
    for (const std::string& name : names_of(leaders, no_leader)) named += (named.empty() ? "" : ", ") + name;
    text += " that named " + named + " as leader";
    if (mentions > 0)
      text += "; meanwhile " +
              counted(mentions, "message between replicas mentions", "messages between replicas mention") +
              " the request";
    add(entries.front(), std::move(text));
  }

  void take_names() {
    const std::vector<StoryEntry> entries = std::exchange(names_, {});
    if (entries.size() < collapsed_min) {
      for (const StoryEntry& entry : entries) add(entry, entry.sentence);
      return;
    }
    NodeSet named;
    bool nobody = false;
    for (const StoryEntry& entry : entries) {
      if (entry.event->node.valid())
        named.insert(entry.event->node);
      else
        nobody = true;
    }
    add(entries.front(),
        concat({"the leader's name, as the replicas' messages say it, changed ", grouped(entries.size()), " times, ",
                among(names_of(named, nobody)), span(entries.front(), entries.back())}));
  }

  // Messages of one type from one replica to the same others.
  void take_mentions() {
    struct Same {
      const StoryEntry* first = nullptr;
      const StoryEntry* last = nullptr;
      std::size_t count = 0;
    };
    const std::vector<StoryEntry> entries = std::exchange(mentions_, {});
    std::map<std::string_view, Same> same;
    for (const StoryEntry& entry : entries) {
      Same& one = same[entry.sentence];
      if (one.count++ == 0) one.first = &entry;
      one.last = &entry;
    }
    for (const StoryEntry& entry : entries) {
      const Same& one = same[entry.sentence];
      if (one.count < collapsed_min)
        add(entry, entry.sentence);
      else if (&entry == one.first)
        add(entry, entry.sentence + ", " + grouped(one.count) + " times" + span(*one.first, *one.last));
    }
  }

  const RunLog& log_;
  const StoryClock& clock_;
  std::vector<StoryEntry> bounces_, names_, mentions_;
  std::vector<std::pair<std::uint32_t, StoryLine>> waiting_;  // with the number of the first record
  std::vector<StoryLine> lines_;
};

}  // namespace

std::vector<StoryLine> story_lines(const RunLog& log, std::vector<StoryEntry> entries, const StoryClock& clock) {
  return Collapse(log, clock).of(std::move(entries));
}

}  // namespace whitewater::scenarios
