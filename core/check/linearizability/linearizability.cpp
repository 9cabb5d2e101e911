// Groups a history by key, and has each key decided.
#include "core/check/linearizability/linearizability.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/check/linearizability/key_decider.hpp"

namespace whitewater::checks {

namespace {

// Positions of operations, grouped by key, in their original order: key k has the range [begin[k], begin[k + 1]).
class ByKey {
 public:
  std::span<const std::uint32_t> of(std::uint32_t key) const {
    return {positions_.data() + begin_[key], begin_[key + 1] - begin_[key]};
  }

  // Groups all operations.
  void sort(const History& history) {
    begin_.assign(history.keys.size() + 2, 0);
    for (const Operation& operation : history.operations) ++begin_[operation.key + 2];
    spread(history.operations.size());
    for (std::uint32_t position = 0; position < positions_.size(); ++position)
      positions_[begin_[history.operations[position].key + 1]++] = position;
  }

  // Groups the operations in `order`.
  void sort(const History& history, std::span<const std::uint32_t> order) {
    begin_.assign(history.keys.size() + 2, 0);
    for (const std::uint32_t position : order) {
      check(position < history.operations.size(), "a witness names operations of the history");
      ++begin_[history.operations[position].key + 2];
    }
    spread(order.size());
    for (const std::uint32_t position : order) positions_[begin_[history.operations[position].key + 1]++] = position;
  }

 private:
  // While positions are filled in, begin[k + 1] is where the next position of key k goes.
  void spread(std::size_t count) {
    for (std::size_t i = 2; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    positions_.resize(count);
  }

  std::vector<std::uint32_t> positions_;
  std::vector<std::uint32_t> begin_;
};

void check_form(const History& history) {
  check(history.operations.size() < 0xFFFF'FFFF, "a history has fewer than 2^32 operations");
  for (const Operation& operation : history.operations) {
    check(operation.key < history.keys.size() && operation.value < history.values.size() &&
              operation.from < history.values.size(),
          "keys and values of operations are numbers of their history");
    check(operation.pending() == (operation.returned == Operation::never) && operation.called <= operation.returned,
          "an operation returns after its call, or never");
  }
}

}  // namespace

const char* method_name(Method method) {
  switch (method) {
    case Method::witness:
      return "witness";
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

struct LinearizabilityChecker::State {
  ByKey by_key;
  ByKey witness;
  KeyDecider decider;
  LinearizabilityResult result;
};

LinearizabilityChecker::LinearizabilityChecker() : state_(std::make_unique<State>()) {}
LinearizabilityChecker::~LinearizabilityChecker() = default;

const LinearizabilityResult& LinearizabilityChecker::check(const History& history,
                                                           const LinearizabilityOptions& options) {
  check_form(history);
  State& state = *state_;
  state.by_key.sort(history);
  if (!options.witness.empty()) state.witness.sort(history, options.witness);
  state.decider.reset(options);
  LinearizabilityResult& result = state.result;
  result.answer = Answer::linearizable;
  result.keys.clear();
  result.contradictions.clear();
  for (std::uint32_t key = 0; key < history.keys.size(); ++key) {
    const std::span<const std::uint32_t> operations = state.by_key.of(key);
    if (operations.empty()) continue;
    if (!options.only_keys.empty() &&
        std::find(options.only_keys.begin(), options.only_keys.end(), key) == options.only_keys.end())
      continue;
    std::span<const std::uint32_t> witness;
    if (!options.witness.empty()) witness = state.witness.of(key);
    result.keys.push_back(state.decider.decide({history, key, operations}, witness, result.contradictions));
    const Answer answer = result.keys.back().answer;
    if (answer == Answer::not_linearizable)
      result.answer = answer;
    else if (answer == Answer::unknown && result.answer == Answer::linearizable)
      result.answer = answer;
    if (options.stop_at_first && answer == Answer::not_linearizable) break;
  }
  return result;
}

LinearizabilityResult check_linearizability(const History& history, const LinearizabilityOptions& options) {
  return LinearizabilityChecker().check(history, options);
}

}  // namespace whitewater::checks
