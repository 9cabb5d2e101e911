// The host contract (core/actor/actor.hpp) as checks that any host can be put through: simulated, or real
// sockets, files and clock. One function a clause; each runs small actors on hosts that a factory makes
// and returns what was broken, in sentences; nothing when the clause was kept.
// The checks compare times only as "not before", so that a host may be as slow as it likes.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "tests/contract/probe.hpp"

namespace whitewater::contract {

class HostUnderTest {
 public:
  virtual ~HostUnderTest() = default;
  // Every actor is added once, before the first run_for, and starts with it. Actors outlive the host.
  // The payloads are Probes: a host that needs a codec takes ProbeCodec.
  virtual void add(NodeId node, Actor& actor) = 0;
  // Lets (at least) so much time pass on every node's clock.
  virtual void run_for(Duration duration) = 0;
  // Between runs: the node's program is gone at once, as by a power failure; and back again, as the same actor.
  virtual void crash(NodeId node) = 0;
  virtual void restart(NodeId node) = 0;
  // Restarts a crashed node whose record of that index can no longer be read. What the host says when it refuses to
  // start on such a disk; nothing: it started.
  virtual std::string restart_damaged(NodeId node, std::uint64_t index) = 0;
  // What the host said when it refused an effect of the node, and ended its life; nothing: it performed all.
  virtual std::string refusal(NodeId) { return {}; }
};

// What a check wishes for; a host that cannot choose ignores it.
struct HostWishes {
  unsigned nodes = 1;
  Duration disk_delay;           // of a durable write
  bool reordering_links = true;  // replica to replica: random delays up to a few milliseconds
};

using HostFactory = std::function<std::unique_ptr<HostUnderTest>(const HostWishes&)>;
using Broken = std::vector<std::string>;

struct Clause {
  const char* name;  // of the clause, as docs/actor-contract.md lists it
  Broken (*check)(const HostFactory&);
};

// writes.cpp, slots.cpp, timers.cpp, messages.cpp, elapsed.cpp
std::span<const Clause> write_clauses();
std::span<const Clause> slot_clauses();
std::span<const Clause> timer_clauses();
std::span<const Clause> message_clauses();
std::span<const Clause> elapsed_clauses();

inline std::vector<Clause> all_clauses() {
  std::vector<Clause> all;
  for (const auto clauses : {write_clauses(), slot_clauses(), timer_clauses(), message_clauses(), elapsed_clauses()})
    all.insert(all.end(), clauses.begin(), clauses.end());
  return all;
}

// The clauses that find something broken, as the short names before the colon.
inline std::vector<std::string> caught(const HostFactory& make_host) {
  std::vector<std::string> names;
  for (const Clause& clause : all_clauses()) {
    const std::string name = clause.name;
    if (!clause.check(make_host).empty()) names.push_back(name.substr(0, name.find(':')));
  }
  return names;
}

}  // namespace whitewater::contract
