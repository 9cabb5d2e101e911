// A put is known to have taken effect when it is acknowledged, or when a get has read its value.
#include "scenarios/story/missed_put.hpp"

#include <algorithm>
#include <map>

namespace whitewater::scenarios {

namespace {

using State = ReportedRequest::State;

struct Put {
  const ReportedRequest* first = nullptr;
  const ReportedRequest* acknowledged = nullptr;
  Time known = time_never;  // when it was first known to have taken effect
  Time seen;                // when its value was last acknowledged or read, before the get
  bool was_seen = false;

  const ReportedRequest* told() const { return acknowledged != nullptr ? acknowledged : first; }
};

bool put_of(const ReportedRequest& request, std::string_view key) {
  return request.operation == "put" && request.key == key;
}

class OfOneKey {
 public:
  OfOneKey(std::span<const ReportedRequest> requests, const ReportedRequest& get)
      : get_(get), read_(get.read ? std::string_view(*get.read) : std::string_view()) {
    for (const ReportedRequest& request : requests)
      if (put_of(request, get.key)) add(request);
    for (const ReportedRequest& request : requests)
      if (request.is_get() && request.key == get.key && request.state == State::ok && request.name != get.name &&
          request.read)
        saw(*request.read, request.answered);
  }

  // The put that was acknowledged last when the answer came: by the course's rules the get must read its value.
  const Put* last_acknowledged() const {
    const Put* last = nullptr;
    for (const auto& [number, put] : puts_)
      if (put.acknowledged != nullptr && put.acknowledged->answered <= get_.answered &&
          (last == nullptr || put.acknowledged->answered >= last->acknowledged->answered))
        last = &put;
    return last;
  }

  // The newest put that came after every put of the value that was read, and was known before the get; only among
  // puts of these names, if there are names.
  const Put* after_what_was_read(std::span<const std::uint64_t> names) const {
    Time read_known;
    for (const auto& [number, put] : puts_)
      if (read_it(put)) read_known = std::max(read_known, put.known);
    const Put* newest = nullptr;
    for (const auto& [number, put] : puts_) {
      if (read_it(put) || put.known >= get_.sent) continue;
      if (!names.empty() && std::find(names.begin(), names.end(), put.told()->name) == names.end()) continue;
      const bool later = wrote_nobody() || put.first->sent > read_known;
      if (later && (newest == nullptr || put.first->sent > newest->first->sent)) newest = &put;
    }
    return newest;
  }

  // The put whose value was acknowledged or read last, before the get.
  const Put* last_seen() const {
    const Put* last = nullptr;
    for (const auto& [number, put] : puts_)
      if (put.was_seen && (last == nullptr || put.seen > last->seen)) last = &put;
    return last;
  }

  bool read_it(const Put& put) const { return put.first->written == read_; }

 private:
  void add(const ReportedRequest& attempt) {
    Put& put = puts_[attempt.number];
    if (put.first == nullptr) put.first = &attempt;
    if (attempt.state != State::ok) return;
    put.acknowledged = &attempt;
    note(put, attempt.answered);
  }

  // A value that several puts wrote does not say which of them took effect.
  void saw(std::string_view value, Time when) {
    Put* only = nullptr;
    for (auto& [number, put] : puts_) {
      if (put.first->written != value) continue;
      if (only != nullptr) return;
      only = &put;
    }
    if (only != nullptr) note(*only, when);
  }

  void note(Put& put, Time when) const {
    put.known = std::min(put.known, when);
    if (when >= get_.sent) return;
    put.seen = std::max(put.seen, when);
    put.was_seen = true;
  }

  bool wrote_nobody() const {
    return std::none_of(puts_.begin(), puts_.end(), [&](const auto& put) { return read_it(put.second); });
  }

  const ReportedRequest& get_;
  std::string_view read_;
  std::map<std::uint32_t, Put> puts_;  // by number in the plan
};

}  // namespace

bool WrongGets::contains(const ReportedRequest& request) const {
  return std::find(gets.begin(), gets.end(), request.name) != gets.end();
}

WrongGets wrong_gets(std::span<const ReportedRequest> requests, const std::optional<Violation>& violation) {
  WrongGets wrong;
  for (const ReportedRequest& request : requests) {
    const auto same = [&](const Violation::Operation& operation) { return request.is(operation); };
    const bool contradicts = violation && std::any_of(violation->operations.begin(), violation->operations.end(), same);
    if (!request.is_get() && contradicts) wrong.puts.push_back(request.name);
    if (request.is_get() && request.state == State::ok && (request.wrong_value || contradicts))
      wrong.gets.push_back(request.name);
  }
  return wrong;
}

const ReportedRequest* missed_put(std::span<const ReportedRequest> requests, const ReportedRequest& get,
                                  const WrongGets& wrong) {
  const OfOneKey key(requests, get);
  if (get.wrong_value) {
    const Put* const last = key.last_acknowledged();
    if (last != nullptr && !key.read_it(*last)) return last->told();
  }
  if (!wrong.puts.empty())
    if (const Put* const named = key.after_what_was_read(wrong.puts)) return named->told();
  if (const Put* const newest = key.after_what_was_read({})) return newest->told();
  const Put* const seen = key.last_seen();
  return seen != nullptr && !key.read_it(*seen) ? seen->told() : nullptr;
}

}  // namespace whitewater::scenarios
