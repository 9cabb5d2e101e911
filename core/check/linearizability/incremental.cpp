// Every key starts with the zones. It leaves them for good at the first operation that zones cannot decide.
#include "core/check/linearizability/incremental.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/check/linearizability/key_decider.hpp"
#include "core/check/linearizability/online_zones.hpp"

namespace whitewater::checks {

namespace {
constexpr std::uint32_t first_check = 16;  // the number of completions of a key before its first check
}  // namespace

struct IncrementalChecker::Parts {
  explicit Parts(const History& history) : zones(history) {}

  OnlineZones zones;
  KeyDecider decider;
  std::vector<std::uint32_t> positions;
};

IncrementalChecker::IncrementalChecker(std::string_view initial_value, const LinearizabilityOptions& options)
    : history_(initial_value), options_(options), parts_(std::make_unique<Parts>(history_)) {
  parts_->decider.reset(options);
}

IncrementalChecker::~IncrementalChecker() = default;

void IncrementalChecker::reset(std::string_view initial_value, const LinearizabilityOptions& options) {
  history_.clear(initial_value);
  options_ = options;
  parts_->zones.reset();
  parts_->decider.reset(options);
  keys_.clear();
  previous_.clear();
  contradictions_.clear();
  now_ = last_return_ = std::numeric_limits<std::int64_t>::min();
  answer_ = Answer::linearizable;
  undecided_key_ = none;
}

IncrementalChecker::Key& IncrementalChecker::key_state(std::uint32_t key) {
  check(key < history_.keys.size(), "an operation's key has been numbered");
  if (key >= keys_.size()) keys_.resize(history_.keys.size());
  return keys_[key];
}

std::uint32_t IncrementalChecker::call(const Operation& operation) {
  check(operation.called >= now_ && operation.called > last_return_,
        "calls come in the order of time, before the completions of their moment");
  check(operation.value < history_.values.size() && operation.from < history_.values.size(),
        "an operation's values have been numbered");
  check(history_.operations.size() < none - 1, "a history has fewer than 2^32 operations");
  now_ = operation.called;
  const auto number = static_cast<std::uint32_t>(history_.operations.size());
  history_.operations.push_back(operation);
  Operation& open = history_.operations.back();
  open.outcome = Operation::Outcome::pending;
  open.returned = Operation::never;
  Key& key = key_state(operation.key);
  previous_.push_back(key.last_operation);
  key.last_operation = number;
  if (key.next_check != 0 || operation.kind == Operation::Kind::get) return number;
  const bool unique = operation.kind == Operation::Kind::put && parts_->zones.call(number);
  if (!unique) key.next_check = std::max(first_check, 2 * key.completed);
  return number;
}

Answer IncrementalChecker::complete_as(std::uint32_t number, std::int64_t returned, Operation::Outcome outcome,
                                       std::uint32_t value) {
  if (answer_ == Answer::not_linearizable) return answer_;
  check(number < history_.operations.size() && history_.operations[number].pending(),
        "an operation completes once, after its call");
  Operation& operation = history_.operations[number];
  check((operation.kind == Operation::Kind::get) == (value != none), "a get completes with a value, nothing else does");
  check(returned >= now_ && returned != Operation::never, "completions come in the order of time");
  check(outcome != Operation::Outcome::failed || operation.kind == Operation::Kind::cas,
        "only a compare-and-swap fails by what it finds");
  now_ = last_return_ = returned;
  operation.outcome = outcome;
  operation.returned = returned;
  if (value != none) {
    check(value < history_.values.size(), "an operation's values have been numbered");
    operation.value = value;
  }
  judge(number, key_state(operation.key));
  return answer_;
}

void IncrementalChecker::judge(std::uint32_t number, Key& key) {
  ++key.completed;
  key.checked = false;
  if (key.next_check != 0) {
    if (key.completed < key.next_check) return;
    key.next_check = 2 * key.completed;
    check_whole(history_.operations[number].key);
  } else if (auto found = parts_->zones.complete(number)) {
    contradictions_.push_back(std::move(*found));
    answer_ = Answer::not_linearizable;
  }
}

Answer IncrementalChecker::check_whole(std::uint32_t number) {
  Key& key = keys_[number];
  std::vector<std::uint32_t>& positions = parts_->positions;
  positions.clear();
  for (std::uint32_t at = key.last_operation; at != none; at = previous_[at]) positions.push_back(at);
  std::reverse(positions.begin(), positions.end());
  const Answer answer = parts_->decider.decide({history_, number, positions}, {}, contradictions_).answer;
  key.checked = answer == Answer::linearizable;
  if (answer == Answer::not_linearizable) answer_ = answer;
  return answer;
}

Answer IncrementalChecker::finish() {
  Answer whole = answer_;
  undecided_key_ = none;
  for (std::uint32_t key = 0; key < keys_.size() && answer_ != Answer::not_linearizable; ++key) {
    if (keys_[key].next_check == 0 || keys_[key].checked) continue;
    const Answer answer = check_whole(key);
    if (answer == Answer::not_linearizable) return answer;
    if (answer != Answer::unknown) continue;
    whole = answer;
    if (undecided_key_ == none) undecided_key_ = key;
  }
  return whole;
}

}  // namespace whitewater::checks
