// Every value that was read must be a prefix of the longest value that was read, and must end where an append ends.
#include "core/check/linearizability/append_order.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace whitewater::checks {

void AppendOrder::Step::add(const Operation& operation, std::uint32_t position) {
  if (operation.returned < first_return) first_return = operation.returned, first_return_of = position;
  if (operation.called > last_call) last_call = operation.called, last_call_of = position;
}

bool AppendOrder::recover(const KeyHistory& key) {
  order_.clear();
  lengths_.clear();
  longest_ = std::string(key.history.values.text(History::initial));
  for (const std::uint32_t position : key.operations) {
    const Operation& operation = key.at(position);
    if (operation.kind != Operation::Kind::get || operation.pending()) continue;
    const std::string_view text = key.history.values.text(operation.value);
    if (text.size() > longest_.size()) longest_ = std::string(text);
  }
  return take_apart(longest_, key);
}

bool AppendOrder::take_apart(std::string_view text, const KeyHistory& key) {
  std::map<std::string_view, std::uint32_t> append_of;
  std::set<std::size_t> sizes;
  for (const std::uint32_t position : key.operations) {
    const Operation& operation = key.at(position);
    if (operation.kind != Operation::Kind::append) continue;
    const std::string_view element = key.history.values.text(operation.value);
    if (element.empty() || !append_of.emplace(element, position).second) return false;
    sizes.insert(element.size());
  }
  const std::string_view initial = key.history.values.text(History::initial);
  lengths_.push_back(initial.size());
  // A value that does not start with the initial value is left to judge(), which reports it.
  if (text.substr(0, initial.size()) != initial) return true;
  for (std::size_t at = initial.size(); at < text.size();) {
    std::size_t bytes = 0;
    std::uint32_t append = 0;
    for (const std::size_t size : sizes) {
      const auto found = append_of.find(text.substr(at, size));
      if (found == append_of.end() || found->first.size() != size) continue;
      if (bytes != 0) return false;
      bytes = size;
      append = found->second;
    }
    if (bytes == 0) return true;
    append_of.erase(text.substr(at, bytes));  // each append occurs once
    order_.push_back(append);
    at += bytes;
    lengths_.push_back(at);
  }
  return true;
}

std::optional<Contradiction> AppendOrder::judge(const KeyHistory& key) const {
  using Kind = Contradiction::Kind;
  std::vector<Step> steps(lengths_.size());
  for (std::size_t i = 0; i < order_.size(); ++i) steps[i + 1].add(key.at(order_[i]), order_[i]);
  for (const std::uint32_t position : key.operations) {
    const Operation& operation = key.at(position);
    if (operation.kind != Operation::Kind::get || operation.pending()) continue;
    const std::string_view text = key.history.values.text(operation.value);
    const auto at = std::lower_bound(lengths_.begin(), lengths_.end(), text.size());
    if (at == lengths_.end() || *at != text.size() || std::string_view(longest_).substr(0, text.size()) != text)
      return Contradiction{key.key, Kind::not_a_prefix, {position}};
    steps[static_cast<std::size_t>(at - lengths_.begin())].add(operation, position);
  }
  return judge_steps(key, steps);
}

// Later steps must return after earlier steps were called. An append that no read saw must come after everything that
// was read.
std::optional<Contradiction> AppendOrder::judge_steps(const KeyHistory& key, const std::vector<Step>& steps) const {
  using Kind = Contradiction::Kind;
  Step before;
  for (const Step& step : steps) {
    if (step.first_return < before.last_call)
      return Contradiction{key.key, Kind::appends_cross, {step.first_return_of, before.last_call_of}};
    if (step.last_call > before.last_call) before = step;
  }
  std::vector<std::uint32_t> seen = order_;
  std::sort(seen.begin(), seen.end());
  for (const std::uint32_t position : key.operations) {
    const Operation& operation = key.at(position);
    if (operation.kind != Operation::Kind::append || operation.pending()) continue;
    if (operation.returned >= before.last_call || std::binary_search(seen.begin(), seen.end(), position)) continue;
    return Contradiction{key.key, Kind::lost_append, {position, before.last_call_of}};
  }
  return std::nullopt;
}

}  // namespace whitewater::checks
