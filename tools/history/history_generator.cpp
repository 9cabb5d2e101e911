// Clients are in a heap, ordered by when they are free; a second pass over effect times decides what each get returns.
#include "tools/history/history_generator.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace whitewater::checks {

namespace {

struct Effect {
  std::int64_t time;
  std::uint32_t operation;
};

class Generator {
 public:
  explicit Generator(const GeneratedHistory& wanted) : wanted_(wanted) {
    for (std::uint32_t key = 0; key < wanted.keys; ++key) history_.keys.number(std::to_string(key));
    history_.operations.reserve(wanted.operations);
  }

  History run() {
    call_all();
    std::sort(effects_.begin(), effects_.end(), [](const Effect& a, const Effect& b) { return a.time < b.time; });
    std::vector<std::uint32_t> held(wanted_.keys, History::initial);
    for (const Effect& effect : effects_) {
      Operation& operation = history_.operations[effect.operation];
      if (operation.kind == Operation::Kind::put)
        held[operation.key] = operation.value;
      else
        operation.value = held[operation.key];
    }
    if (wanted_.stale_read) make_one_stale();
    return std::move(history_);
  }

 private:
  std::uint64_t draw(std::uint64_t bound) { return scale(hash_words(wanted_.seed, draws_++), bound); }

  void call_all() {
    using Free = std::pair<std::int64_t, std::uint32_t>;
    std::priority_queue<Free, std::vector<Free>, std::greater<>> free;
    for (std::uint32_t client = 0; client < wanted_.clients; ++client)
      free.emplace(static_cast<std::int64_t>(draw(1'000'000)), client);
    for (std::uint32_t number = 0; number < wanted_.operations; ++number) {
      const auto [time, client] = free.top();
      free.pop();
      Operation operation;
      operation.called = time;
      operation.process = client;
      operation.key = static_cast<std::uint32_t>(draw(wanted_.keys));
      const std::int64_t effect = time + 1 + static_cast<std::int64_t>(draw(500'000));
      operation.returned = effect + 1 + static_cast<std::int64_t>(draw(500'000));
      if (draw(2) == 0) {
        operation.kind = Operation::Kind::put;
        operation.value = new_value(number);
      }
      free.emplace(operation.returned + 1 + static_cast<std::int64_t>(draw(100'000)), client);
      if (happens(hash_words(wanted_.seed, draws_++), wanted_.pending)) {
        operation.outcome = Operation::Outcome::pending;
        operation.returned = Operation::never;
      }
      effects_.push_back({effect, number});
      history_.operations.push_back(operation);
    }
  }

  // Takes the first get in the second half that can return a value which was certainly overwritten. If the same few
  // values are written all the time, there may be no such get.
  void make_one_stale() {
    for (std::size_t i = history_.operations.size() / 2; i < history_.operations.size(); ++i) {
      Operation& get = history_.operations[i];
      if (get.kind != Operation::Kind::get || get.pending()) continue;
      const std::uint32_t value = stale_value(get, i);
      if (value == History::initial) continue;
      get.value = value;
      return;
    }
  }

  // Returns a value that is certainly stale for the get: all its writes returned before another put was called, and
  // that put returned before the get was called. Only puts in a window around the get are considered.
  std::uint32_t stale_value(const Operation& get, std::size_t at) const {
    const std::size_t window = 50 * std::size_t{wanted_.clients} + 1'000;
    const std::size_t first = at > window ? at - window : 0;
    const std::size_t end = std::min(at + window, history_.operations.size());
    std::unordered_map<std::uint32_t, std::int64_t> latest_return;
    std::int64_t latest_put = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = first; i < end; ++i) {
      const Operation& put = history_.operations[i];
      if (put.kind != Operation::Kind::put || put.key != get.key || put.called > get.returned) continue;
      std::int64_t& latest = latest_return.try_emplace(put.value, put.returned).first->second;
      latest = std::max(latest, put.returned);
      if (put.returned < get.called) latest_put = std::max(latest_put, put.called);
    }
    std::uint32_t best = History::initial;
    for (const auto& [value, returned] : latest_return)
      if (returned < latest_put && (best == History::initial || value > best)) best = value;
    return best;
  }

  std::uint32_t new_value(std::uint32_t number) {
    const std::uint64_t value = wanted_.values == 0 ? number : draw(wanted_.values);
    return history_.values.number(std::string("v").append(std::to_string(value)));
  }

  GeneratedHistory wanted_;
  History history_;
  std::vector<Effect> effects_;
  std::uint64_t draws_ = 0;
};

}  // namespace

History generate_history(const GeneratedHistory& wanted) {
  return Generator(wanted).run();
}

}  // namespace whitewater::checks
