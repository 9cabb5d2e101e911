// One sweep over calls and returns finds what lies in between; a list of writes per value gives the rest.
#include "core/check/linearizability/refutation.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace whitewater::checks {

namespace {

constexpr std::uint32_t none = 0xFFFF'FFFF;
constexpr std::int64_t before_all = std::numeric_limits<std::int64_t>::min();

struct Write {
  std::uint32_t value;
  std::int64_t called;
  std::int64_t latest_return;  // the latest return of this write and the earlier writes of its value
  std::uint32_t latest_return_of;
};

// Among the operations that have returned: the latest call, and the latest call of an operation with another value.
class LatestCalls {
 public:
  struct Call {
    std::int64_t time = before_all;
    std::uint32_t value = none;
    std::uint32_t operation = none;
  };
  void add(const Call& call) {
    if (call.value == best_.value) {
      if (call.time > best_.time) best_ = call;
    } else if (call.time > best_.time) {
      other_ = best_;
      best_ = call;
    } else if (call.time > other_.time) {
      other_ = call;
    }
  }
  const Call& of_another_than(std::uint32_t value) const { return best_.value == value ? other_ : best_; }

 private:
  Call best_;
  Call other_;
};

std::vector<Write> writes_by_value(const KeyHistory& key) {
  std::vector<Write> writes;
  for (const std::uint32_t position : key.operations) {
    const Operation& operation = key.at(position);
    if (operation.kind == Operation::Kind::put)
      writes.push_back({operation.value, operation.called, operation.returned, position});
  }
  std::sort(writes.begin(), writes.end(), [](const Write& a, const Write& b) {
    return a.value != b.value ? a.value < b.value : a.called < b.called;
  });
  for (std::size_t i = 1; i < writes.size(); ++i) {
    if (writes[i].value != writes[i - 1].value || writes[i].latest_return >= writes[i - 1].latest_return) continue;
    writes[i].latest_return = writes[i - 1].latest_return;
    writes[i].latest_return_of = writes[i - 1].latest_return_of;
  }
  return writes;
}

// Among the writes of this value that were called no later than `time`, the one that returned last. Null if there is
// none.
const Write* latest_write(const std::vector<Write>& writes, std::uint32_t value, std::int64_t time) {
  const auto behind = std::partition_point(writes.begin(), writes.end(), [&](const Write& write) {
    return write.value != value ? write.value < value : write.called <= time;
  });
  if (behind == writes.begin() || std::prev(behind)->value != value) return nullptr;
  return &*std::prev(behind);
}

}  // namespace

std::optional<Contradiction> refuted(const KeyHistory& key) {
  using Kind = Contradiction::Kind;
  const std::vector<Write> writes = writes_by_value(key);
  std::vector<std::uint32_t> reads;
  std::vector<std::uint32_t> by_return;
  for (const std::uint32_t position : key.operations) {
    if (key.at(position).pending()) continue;
    by_return.push_back(position);
    if (key.at(position).kind == Operation::Kind::get) reads.push_back(position);
  }
  std::sort(reads.begin(), reads.end(),
            [&](std::uint32_t a, std::uint32_t b) { return key.at(a).called < key.at(b).called; });
  std::sort(by_return.begin(), by_return.end(),
            [&](std::uint32_t a, std::uint32_t b) { return key.at(a).returned < key.at(b).returned; });

  LatestCalls returned;
  std::size_t next = 0;
  for (const std::uint32_t position : reads) {
    const Operation& read = key.at(position);
    for (; next < by_return.size() && key.at(by_return[next]).returned < read.called; ++next) {
      const Operation& done = key.at(by_return[next]);
      returned.add({done.called, done.value, by_return[next]});
    }
    const Write* write = latest_write(writes, read.value, read.returned);
    if (write == nullptr && read.value != History::initial)
      return Contradiction{key.key, Kind::read_of_nothing, {position}};
    const LatestCalls::Call& between = returned.of_another_than(read.value);
    if (between.operation == none) continue;
    if (write == nullptr) return Contradiction{key.key, Kind::initial_gone, {between.operation, position}};
    if (write->latest_return < between.time)
      return Contradiction{key.key, Kind::overwritten, {write->latest_return_of, between.operation, position}};
  }
  return std::nullopt;
}

}  // namespace whitewater::checks
