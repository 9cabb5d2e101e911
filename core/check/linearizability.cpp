// Which part decides a key: the cheapest that can.
#include "core/check/linearizability.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/check/append_order.hpp"
#include "core/check/general_search.hpp"
#include "core/check/refutation.hpp"
#include "core/check/register_search.hpp"
#include "core/check/search_memory.hpp"
#include "core/check/zones.hpp"

namespace whitewater::checks {

namespace {

// Positions of operations, sorted by key: those of key k at [begin[k], begin[k + 1]).
struct ByKey {
  std::vector<std::uint32_t> positions;
  std::vector<std::uint32_t> begin;

  explicit ByKey(const History& history) : begin(history.keys.size() + 1, 0) {
    check(history.operations.size() < 0xFFFF'FFFF, "a history has fewer than 2^32 operations");
    for (const Operation& operation : history.operations) {
      check(operation.key < history.keys.size() && operation.value < history.values.size() &&
                operation.from < history.values.size(),
            "keys and values of operations are numbers of their history");
      check(operation.pending() ? operation.returned == Operation::never : operation.called <= operation.returned,
            "an operation returns after its call, or never");
      ++begin[operation.key + 1];
    }
    for (std::size_t key = 1; key < begin.size(); ++key) begin[key] += begin[key - 1];
    positions.resize(history.operations.size());
    std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
    for (std::uint32_t position = 0; position < positions.size(); ++position)
      positions[next[history.operations[position].key]++] = position;
  }
};

class Decider {
 public:
  explicit Decider(const LinearizabilityOptions& options) : budget_{options.steps_max, options.bytes_max} {}

  KeyVerdict decide(const KeyHistory& key, std::vector<Contradiction>& contradictions) {
    KeyVerdict verdict;
    verdict.key = key.key;
    verdict.operations = static_cast<std::uint32_t>(key.operations.size());
    if (auto found = judge(key, verdict)) {
      verdict.answer = Answer::not_linearizable;
      contradictions.push_back(std::move(*found));
    }
    return verdict;
  }

 private:
  std::optional<Contradiction> judge(const KeyHistory& key, KeyVerdict& verdict) {
    bool puts = false, swaps = false, appends = false;
    for (const std::uint32_t position : key.operations) {
      puts = puts || key.at(position).kind == Operation::Kind::put;
      swaps = swaps || key.at(position).kind == Operation::Kind::cas;
      appends = appends || key.at(position).kind == Operation::Kind::append;
    }
    if (appends && !puts && !swaps && append_order_.recover(key)) {
      verdict.method = Method::append_order;
      return append_order_.judge(key);
    }
    if (appends || swaps) {
      verdict.method = Method::general_search;
      return search<GeneralSearch>(key, verdict);
    }
    verdict.method = Method::zones;
    if (zones_.gather(key)) return zones_.judge(key);
    verdict.method = Method::refutation;
    if (auto found = refuted(key)) return found;
    verdict.method = Method::register_search;
    return search<RegisterSearch>(key, verdict);
  }

  template <class Search>
  std::optional<Contradiction> search(const KeyHistory& key, KeyVerdict& verdict) {
    Search search(key);
    const std::uint64_t before = budget_.steps_left;
    const SearchOutcome outcome = search.run(memory_, budget_);
    verdict.steps = before - budget_.steps_left;
    if (outcome == SearchOutcome::out_of_budget) verdict.answer = Answer::unknown;
    if (outcome != SearchOutcome::exhausted) return std::nullopt;
    return Contradiction{key.key, Contradiction::Kind::no_order, search.stuck()};
  }

  SearchBudget budget_;
  Zones zones_;
  AppendOrder append_order_;
  SearchMemory memory_;
};

}  // namespace

const char* method_name(Method method) {
  switch (method) {
    case Method::zones:
      return "zones";
    case Method::append_order:
      return "append order";
    case Method::refutation:
      return "refutation";
    case Method::register_search:
      return "register search";
    case Method::general_search:
      return "general search";
  }
  fail_check("every method has a name");
}

LinearizabilityResult check_linearizability(const History& history, const LinearizabilityOptions& options) {
  const ByKey by_key(history);
  Decider decider(options);
  LinearizabilityResult result;
  for (std::uint32_t key = 0; key < history.keys.size(); ++key) {
    const std::span<const std::uint32_t> operations(by_key.positions.data() + by_key.begin[key],
                                                    by_key.begin[key + 1] - by_key.begin[key]);
    if (operations.empty()) continue;
    result.keys.push_back(decider.decide({history, key, operations}, result.contradictions));
    const Answer answer = result.keys.back().answer;
    if (answer == Answer::not_linearizable)
      result.answer = answer;
    else if (answer == Answer::unknown && result.answer == Answer::linearizable)
      result.answer = answer;
    if (options.stop_at_first && answer == Answer::not_linearizable) break;
  }
  return result;
}

}  // namespace whitewater::checks
