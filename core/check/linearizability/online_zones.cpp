// Two clusters contradict each other if some operation of each returned before some operation of the other was called.
// The operation that returns now has returned before no call, so only the later call of an older cluster can be wrong.
#include "core/check/linearizability/online_zones.hpp"

#include <algorithm>

#include "core/base/hash.hpp"

namespace whitewater::checks {

void OnlineZones::reset() {
  clusters_.clear();
  std::fill(slots_.begin(), slots_.end(), 0);
  keys_.clear();
}

bool OnlineZones::call(std::uint32_t position) {
  const Operation& put = history_.operations[position];
  if (put.value == History::initial) return false;
  if ((clusters_.size() + 1) * 3 > slots_.size() * 2) grow();
  std::uint32_t& slot = slot_of(put.key, put.value);
  if (slot != 0) return false;
  Cluster& cluster = clusters_.emplace_back();
  cluster.last_call = put.called;
  cluster.last_call_of = position;
  cluster.key = put.key;
  cluster.value = put.value;
  slot = static_cast<std::uint32_t>(clusters_.size());
  return true;
}

std::optional<Contradiction> OnlineZones::complete(std::uint32_t position) {
  const Operation& operation = history_.operations[position];
  if (operation.value == History::initial) return read_initial(position);
  const std::uint32_t number = slots_.empty() ? 0 : slot_of(operation.key, operation.value);
  if (number == 0) return Contradiction{operation.key, Contradiction::Kind::read_of_nothing, {position}};
  Cluster& cluster = clusters_[number - 1];
  const std::int64_t called_before = cluster.last_call;
  if (operation.called > cluster.last_call) {
    cluster.last_call = operation.called;
    cluster.last_call_of = position;
  }
  if (cluster.first_return == Operation::never) {
    cluster.first_return = operation.returned;
    cluster.first_return_of = position;
    cluster.looked_at = number - 1;
    Key& key = key_of(operation.key);
    (key.tail == none ? key.head : clusters_[key.tail].next) = number - 1;
    key.tail = number - 1;
    return std::nullopt;
  }
  if (cluster.last_call == called_before) return std::nullopt;
  if (cluster.last_call <= cluster.first_return) return judge_moment(cluster);
  return judge_zone(cluster, called_before <= cluster.first_return);
}

// The initial value is current only before every other value.
std::optional<Contradiction> OnlineZones::read_initial(std::uint32_t position) {
  const Operation& read = history_.operations[position];
  const std::uint32_t head = key_of(read.key).head;
  if (head == none || clusters_[head].first_return >= read.called) return std::nullopt;
  return Contradiction{read.key, Contradiction::Kind::initial_gone, {clusters_[head].first_return_of, position}};
}

// A cluster that may take effect at any moment of [last call, first return] contradicts a zone that strictly contains
// that interval.
std::optional<Contradiction> OnlineZones::judge_moment(const Cluster& cluster) {
  const std::uint32_t before = key_of(cluster.key).zones.last_before(cluster.last_call);
  if (before == none || clusters_[before].last_call <= cluster.first_return) return std::nullopt;
  return crossing(clusters_[before], cluster);
}

// Judges a zone that has grown: every cluster that starts within the zone must end before the zone, as a moment.
// Clusters that were compared once need no second comparison, until they grow themselves.
std::optional<Contradiction> OnlineZones::judge_zone(Cluster& cluster, bool is_new) {
  if (is_new) {
    ZoneList& zones = key_of(cluster.key).zones;
    const std::uint32_t before = zones.last_before(cluster.first_return + 1);
    if (before != none && clusters_[before].last_call > cluster.first_return)
      return crossing(clusters_[before], cluster);
    zones.insert(cluster.first_return, slot_of(cluster.key, cluster.value) - 1);
  }
  for (std::uint32_t next = clusters_[cluster.looked_at].next;
       next != none && clusters_[next].first_return < cluster.last_call; next = clusters_[next].next) {
    if (clusters_[next].last_call > cluster.first_return) return crossing(cluster, clusters_[next]);
    cluster.looked_at = next;
  }
  return std::nullopt;
}

Contradiction OnlineZones::crossing(const Cluster& a, const Cluster& b) const {
  return {
      a.key, Contradiction::Kind::values_cross, {a.first_return_of, b.last_call_of, b.first_return_of, a.last_call_of}};
}

std::uint32_t& OnlineZones::slot_of(std::uint32_t key, std::uint32_t value) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = mix((std::uint64_t{key} << 32) + value) & mask;
  while (slots_[at] != 0 && (clusters_[slots_[at] - 1].value != value || clusters_[slots_[at] - 1].key != key))
    at = (at + 1) & mask;
  return slots_[at];
}

void OnlineZones::grow() {
  slots_ = std::vector<std::uint32_t>(slots_.empty() ? 16 : slots_.size() * 2, 0);
  for (std::uint32_t number = 0; number < clusters_.size(); ++number)
    slot_of(clusters_[number].key, clusters_[number].value) = number + 1;
}

}  // namespace whitewater::checks
