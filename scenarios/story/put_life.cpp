// A simulated log says when a message arrived. Of a real run, the driver knows that it delivered a message, and which
// requests the message mentions.
#include "scenarios/story/put_life.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/story/payload_text.hpp"
#include "scenarios/story/story_time.hpp"
#include "scenarios/story/story_words.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = StoryEvent::Kind;
using State = ReportedRequest::State;

constexpr std::size_t asked_lines_max = 3;
constexpr std::size_t value_bytes_max = 12;

std::string quoted(std::string_view value) {
  return concat({"'", shown_bytes(value, value_bytes_max), "'"});
}

class PutLife {
 public:
  PutLife(const RunLog& log, std::span<const StoryEvent> events, std::span<const ReportedRequest> requests,
          const ReportedRequest& get, const ReportedRequest& put, const StoryForm& form)
      : log_(log),
        events_(events),
        requests_(requests),
        get_(get),
        put_(put),
        form_(form),
        words_(log),
        clock_(put.sent) {
    for (const ReportedRequest& request : requests)
      if (request.number == put.number) attempts_.emplace(request.name, &request);
    Time first = put.sent;
    for (const auto& [name, attempt] : attempts_) first = std::min(first, attempt->sent);
    clock_ = StoryClock(first);
    find_answer();
    find_receptions();
  }

  std::vector<std::string> lines() {
    std::vector<std::string> told{"  " + form_.style.paint(TextStyle::Tone::strong, headline())};
    std::stable_sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) { return a.record < b.record; });
    for (const Line& line : lines_)
      told.push_back("  " + form_.style.paint(TextStyle::Tone::faint, clock_.column(line.time)) + "  " + line.text);
    told.push_back("  " + form_.style.paint(TextStyle::Tone::bad, conclusion()));
    return told;
  }

 private:
  struct Reception {
    Time time;
    NodeId from;
    std::string type;
  };
  struct Line {
    std::uint32_t record = 0;
    Time time;
    std::string text;
  };

  // Who answered the get, and when the answer left.
  void find_answer() {
    answerer_ = get_.answered_by;
    answered_ = get_.answered;
    for (const StoryEvent& event : events_) {
      if (event.record->time > get_.answered) break;
      if (event.request != get_.name || event.kind != Kind::answered) continue;
      if (get_.answered_by.valid() && event.node != get_.answered_by) continue;
      answerer_ = event.node;
      answered_ = event.record->time;
      answer_ = event.record->number;
    }
  }

  bool before_answer(const RunRecord& record) const { return record.number < answer_ && record.time <= answered_; }

  bool carries(const PayloadRef& payload) {
    bool found = false;
    carried_requests(payload, log_.vocabulary(), [&](const CarriedRequest& carried) {
      names_anything_ = true;
      found = found || attempts_.contains(carried.request);
    });
    return found;
  }

  // First receptions only. What reached the answering replica after its answer is kept apart.
  void find_receptions() {
    for (const RunRecord& record : log_.records()) {
      if (record.plane != SendKind::message) continue;
      const bool arrives = form_.from_outside
                               ? record.kind == RunRecord::Kind::sent && record.fate == Passage::delivered
                               : record.kind == RunRecord::Kind::arrived;
      const bool fails = record.kind == RunRecord::Kind::sent && record.fate != Passage::delivered;
      if ((!arrives && !fails) || !carries(record.payload)) continue;
      const NodeId to = fails || form_.from_outside ? record.peer : record.node;
      const NodeId from = fails || form_.from_outside ? record.node : record.peer;
      if (fails) {
        if (to == answerer_ && before_answer(record)) ++failed_[static_cast<std::size_t>(record.fate)];
        continue;
      }
      const Reception reception{record.time, from, std::string(payload_type(record.payload, log_.vocabulary()))};
      if (!before_answer(record)) {
        if (to == answerer_ && !late_) late_ = reception;
        continue;
      }
      if (received_.emplace(to, reception).second && !serves(to, record))
        add(record, concat({words_.name(to), " is told: ", message(reception)}));
    }
    add_requests();
    add_answers();
  }

  // True if a client has asked this replica for the put, and the replica did not send the client away: what others say
  // to it of the put is no news.
  bool serves(NodeId node, const RunRecord& until) const {
    return std::any_of(attempts_.begin(), attempts_.end(), [&](const auto& attempt) {
      const ReportedRequest& request = *attempt.second;
      return request.to == node && request.sent <= until.time && !sent_away(request);
    });
  }

  static bool sent_away(const ReportedRequest& request) {
    return request.state == State::redirected || request.state == State::failed;
  }

  std::string message(const Reception& reception) const {
    const bool mentions = form_.from_outside;
    return concat({mentions ? "a message " : "", reception.type, mentions ? " that mentions it" : "", " from ",
                   words_.name(reception.from)});
  }

  void add(const RunRecord& record, std::string text) {
    lines_.push_back({record.number, record.time, std::move(text)});
  }

  void add_requests() {
    std::size_t asked = 0;
    for (const StoryEvent& event : events_) {
      const auto attempt = attempts_.find(event.request);
      if (event.request == 0 || attempt == attempts_.end() || !before_answer(*event.record)) continue;
      if (event.kind == Kind::sent && event.node.value >= log_.replicas()) {
        asked_.insert(event.record->peer);
        last_asked_ = &event;
        if (++asked <= asked_lines_max) add(*event.record, asked_text(event));
      }
      if (event.kind == Kind::appended && event.node == answerer_) appended_ = &event;
      if (event.kind == Kind::removed && event.node == answerer_) removed_ = &event;
      if (event.kind == Kind::remarked && event.node == answerer_)
        add(*event.record, words_.sentence(event, attempt->second, {}));
    }
    if (asked > asked_lines_max)
      add(*last_asked_->record, asked_text(*last_asked_) + ", after " + grouped(asked - 1) + " attempts");
  }

  std::string asked_text(const StoryEvent& event) const {
    const ReportedRequest& attempt = *attempts_.at(event.request);
    return concat({"client ", words_.name(event.node), " asks ", words_.name(event.record->peer), " (", attempt.mid,
                   ")", sent_away(attempt) ? ", and is sent away" : ""});
  }

  // Of the put, and of the get.
  void add_answers() {
    for (const StoryEvent& event : events_) {
      if (event.kind != Kind::answered || event.record->number > answer_) continue;
      const auto attempt = attempts_.find(event.request);
      if (event.request == 0 || attempt == attempts_.end() || attempt->second->state != State::ok) continue;
      const auto* reply = event.record->payload.get_if<client::Reply>();
      if (acknowledged_by_.valid() || (reply != nullptr && reply->outcome != client::Reply::Outcome::ok)) continue;
      acknowledged_by_ = event.node;
      NodeSet knew = asked_of_ok(*attempt->second);
      knew.insert(event.node);
      for (const auto& [node, reception] : received_)
        if (reception.time <= event.record->time) knew.insert(node);
      add(*event.record,
          concat({words_.name(event.node), " acknowledges ", attempt->second->mid, "; by then ", words_.names(knew),
                  " knew of it: ", std::to_string(knew.size()), " of ", std::to_string(log_.replicas()), " replicas"}));
    }
    for (const StoryEvent& event : events_) {
      if (event.request != get_.name) continue;
      if (event.kind == Kind::sent)
        add(*event.record, concat({"client ", words_.name(get_.client), " asks ", words_.name(event.record->peer),
                                   " the get ", get_.mid}));
      if (event.record->number != answer_ || event.kind != Kind::answered) continue;
      add(*event.record, concat({words_.name(answerer_), " answers ", get_.mid, " with ", read()}));
      break;
    }
  }

  static NodeSet asked_of_ok(const ReportedRequest& attempt) {
    return attempt.to.valid() ? NodeSet::of(attempt.to) : NodeSet();
  }

  std::string read() const {
    const std::string_view value = get_.read ? std::string_view(*get_.read) : std::string_view();
    if (value.empty()) return "no value, as if the key had never been put";
    for (const ReportedRequest& request : requests_)
      if (request.operation == "put" && request.key == get_.key && request.written == value)
        return concat({quoted(value), " of put ", request.mid});
    return quoted(value) + ", which no put of this key wrote";
  }

  std::string headline() const {
    return concat({get_.mid, " missed put ", put_.mid, " of ", quoted(put_.written), ", first asked at ",
                   run_time_text(clock_.first()), ":"});
  }

  // Whether the replica that answered the get had received the put.
  std::string conclusion() const {
    const std::string who = concat({words_.name(answerer_), ", which answered ", get_.mid, ", "});
    if (answerer_ == acknowledged_by_) return concat({who, "had acknowledged the put itself"});
    const auto received = received_.find(answerer_);
    if (received != received_.end())
      return concat({who, "had received the put at ", clock_.text(received->second.time), ", by ",
                     message(received->second), in_its_log()});
    if (appended_ != nullptr) return concat({who, "had the put from a client", in_its_log()});
    if (!names_anything_)
      return concat(
          {who, "may have received the put or not: the messages of these replicas mention neither MIDs nor keys"});
    return concat({who, "had not received the put: ", why_not(), when_asked()});
  }

  // The answering replica knew of the put at least from its client.
  std::string when_asked() const {
    if (!asked_.contains(answerer_)) return "";
    const bool away = std::none_of(attempts_.begin(), attempts_.end(), [&](const auto& attempt) {
      return attempt.second->to == answerer_ && !sent_away(*attempt.second);
    });
    return away ? "; it had sent the client of the put away"
                : "; it had been asked for the put itself, and had not answered";
  }

  std::string in_its_log() const {
    if (appended_ == nullptr) return "";
    std::string text = concat({"; it had appended it at ", clock_.text(appended_->record->time), " at index ",
                               std::to_string(appended_->index)});
    if (removed_ != nullptr && removed_->record->number > appended_->record->number)
      text += ", and removed it at " + clock_.text(removed_->record->time);
    return text;
  }

  std::string why_not() const {
    static constexpr std::array<std::string_view, 6> words{"",
                                                           "lost on the way",
                                                           "cut off",
                                                           "sent while it was dead",
                                                           "sent before it could be reached",
                                                           "not sent by the system"};
    std::string failed;
    for (std::size_t fate = 1; fate < words.size(); ++fate)
      if (failed_[fate] > 0)
        failed +=
            concat({failed.empty() ? "" : ", ", grouped(failed_[fate]), failed_[fate] == 1 ? " message" : " messages",
                    " with it ", failed_[fate] == 1 ? "was " : "were ", words[fate]});
    if (late_)
      failed += concat({failed.empty() ? "the first message with it came" : "; the first one that arrived came",
                        " only at ", clock_.text(late_->time), ": ", message(*late_)});
    if (failed.empty())
      failed = concat({"nobody had sent it a message that ", form_.from_outside ? "mentions" : "carries", " the put"});
    return failed;
  }

  const RunLog& log_;
  std::span<const StoryEvent> events_;
  std::span<const ReportedRequest> requests_;
  const ReportedRequest& get_;
  const ReportedRequest& put_;
  const StoryForm& form_;
  StoryWords words_;
  StoryClock clock_;
  std::map<std::uint64_t, const ReportedRequest*> attempts_;  // of the put
  NodeId answerer_ = no_node;                                 // of the get
  Time answered_;
  std::uint32_t answer_ = RunRecord::nothing;  // the record of the answer to the get
  NodeSet asked_;                              // whom the client asked for the put
  const StoryEvent* last_asked_ = nullptr;
  const StoryEvent* appended_ = nullptr;  // by the answering replica, and before its answer
  const StoryEvent* removed_ = nullptr;
  NodeId acknowledged_by_ = no_node;
  std::map<NodeId, Reception> received_;   // before the answer
  std::optional<Reception> late_;          // by the answering replica, after its answer
  std::array<std::uint64_t, 6> failed_{};  // messages to the answering replica, by fate
  bool names_anything_ = false;
  std::vector<Line> lines_;
};

}  // namespace

std::vector<std::string> missed_put_lines(const RunLog& log, std::span<const StoryEvent> events,
                                          std::span<const ReportedRequest> requests, const ReportedRequest& get,
                                          const StoryForm& form) {
  const ReportedRequest* const put = missed_put(requests, get, form.wrong);
  if (put == nullptr) return {};
  return PutLife(log, events, requests, get, *put, form).lines();
}

}  // namespace whitewater::scenarios
