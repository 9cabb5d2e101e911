// The options of the workload registers: how many clients ask for what, how fast, and how carelessly; with their rows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"
#include "scenarios/format/scenario.hpp"
#include "simnet/delay.hpp"

namespace whitewater::scenarios {

// An operation of a list: what one client asks instead of what its plan draws. What the list does not say is drawn by
// (client, number), as for every operation.
struct ListedOperation {
  enum class Kind : std::uint8_t { get, put };

  unsigned client = 0;
  std::optional<std::uint32_t> number;  // in the client's plan; nothing: the place in the list
  Duration time;                        // from the start of the run; it begins no earlier
  std::optional<Kind> kind;
  std::optional<std::uint32_t> key;
  std::optional<std::uint32_t> value;  // that the first attempt puts, if the values are limited
  friend bool operator==(const ListedOperation&, const ListedOperation&) = default;
};

struct Registers {
  unsigned clients = 3;
  unsigned read_only_clients = 0;  // the last ones of them
  std::uint32_t keys = 8;          // shared by all clients
  std::uint32_t values = 0;        // so many different values; 0: every put writes a value of its own
  std::uint32_t value_bytes_min = 16;
  std::uint32_t value_bytes_max = 16;
  std::string initial;  // what every key holds before its first put
  // How often each operation is drawn, in proportion to the others.
  std::uint32_t gets = 1;
  std::uint32_t puts = 1;
  Duration start_wait;
  Duration lifetime = seconds(10);
  Duration end_wait = seconds(2);
  std::uint32_t outstanding = 1;  // operations that a client has open at most
  // From the end of an operation to the beginning of the next one, when there is no interval.
  simnet::DelayModel think{simnet::DelayModel::Kind::uniform, {}, milliseconds(200), {}, {}, {}, {}};
  Duration interval;  // zero: none
  Probability stray;
  Probability send_twice;
  Duration ask_again;
  std::uint32_t attempts = 7;
  Duration patience = seconds(2);
  Probability unanswered_max{Probability::ppm_max};
  std::uint64_t max_packets = 5'000'000;
  // By time. Nothing: each client follows its plan.
  std::optional<std::vector<ListedOperation>> requests;
  friend bool operator==(const Registers&, const Registers&) = default;

  Time load_begin() const { return Time{} + start_wait; }
  Time load_end() const { return load_begin() + lifetime; }
  Time end() const { return load_end() + end_wait; }
};

// Of a scenario whose workload they are.
inline Registers& registers(Scenario& scenario) {
  return scenario.workload_options.get<Registers>();
}
inline const Registers& registers(const Scenario& scenario) {
  return scenario.workload_options.get<Registers>();
}

std::span<const Field> registers_fields();
// Five seconds of load on few keys: one operation at a time, several, or as many as come; and careless clients.
void draw_registers(Scenario& scenario, const Choices& choices);
// "3 clients, 8 keys, 10s".
std::string registers_summary(const Scenario& scenario);
// The clients, and one that asks after the heal.
inline unsigned registers_client_count(const Scenario& scenario) {
  return registers(scenario).clients + (scenario.heal ? 1 : 0);
}
// Some operation is drawn, and the cluster heals no earlier than the last one begins.
std::optional<Error> invalid_registers(const Scenario& scenario);

}  // namespace whitewater::scenarios
