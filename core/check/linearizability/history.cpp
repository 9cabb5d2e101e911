// Interner: an open-addressing table over one long string that holds all texts.
#include "core/check/linearizability/history.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"

namespace whitewater::checks {

std::uint32_t Interner::number(std::string_view text) {
  if ((places_.size() + 1) * 2 > slots_.size()) grow();
  const auto tag = static_cast<std::uint32_t>(hash_bytes(text));
  const std::size_t slot = slot_of(text, tag);
  if (slots_[slot] != 0) return slots_[slot] - 1;
  check(places_.size() < none - 1, "a history has fewer than 2^32 different texts");
  check(text.size() < none, "a text of a history is shorter than 4 GiB");
  places_.push_back({texts_.size(), static_cast<std::uint32_t>(text.size()), tag});
  texts_.append(text);
  slots_[slot] = size();
  return size() - 1;
}

std::uint32_t Interner::find(std::string_view text) const {
  if (slots_.empty()) return none;
  const std::uint32_t held = slots_[slot_of(text, static_cast<std::uint32_t>(hash_bytes(text)))];
  return held == 0 ? none : held - 1;
}

void Interner::clear() {
  texts_.clear();
  places_.clear();
  std::fill(slots_.begin(), slots_.end(), 0);
}

std::size_t Interner::bytes() const {
  return texts_.capacity() + places_.capacity() * sizeof(Place) + slots_.capacity() * sizeof(std::uint32_t);
}

std::size_t Interner::slot_of(std::string_view text, std::uint32_t tag) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = tag & mask;
  while (slots_[at] != 0 && (places_[slots_[at] - 1].tag != tag || this->text(slots_[at] - 1) != text))
    at = (at + 1) & mask;
  return at;
}

void Interner::grow() {
  slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t number = 0; number < size(); ++number) {
    std::size_t at = places_[number].tag & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = number + 1;
  }
}

Operation& History::add(Operation::Kind kind, std::string_view key, std::string_view value, std::int64_t called,
                        std::int64_t returned, std::uint32_t process) {
  Operation operation;
  operation.kind = kind;
  operation.key = keys.number(key);
  operation.value = values.number(value);
  operation.called = called;
  operation.returned = returned;
  operation.process = process;
  if (returned == Operation::never) operation.outcome = Operation::Outcome::pending;
  operations.push_back(operation);
  return operations.back();
}

void History::clear(std::string_view initial_value) {
  operations.clear();
  keys.clear();
  values.clear();
  clients.clear();
  clock_readings.clear();
  values.number(initial_value);
}

std::int64_t History::clock_reading(std::int64_t time) const {
  const auto at = std::partition_point(clock_readings.begin(), clock_readings.end(),
                                       [time](const ClockReading& reading) { return reading.time < time; });
  return at != clock_readings.end() && at->time == time ? at->read : time;
}

}  // namespace whitewater::checks
