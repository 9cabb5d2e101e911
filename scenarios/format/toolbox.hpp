// Toolbox: the systems and workloads that a program knows. A run is System × Workload × Faults × Network, and the
// first two are handed in: what they are called, which fields they add to a scenario file, and what they make.
// The first system and the first workload of a toolbox are the defaults.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/note_words.hpp"
#include "scenarios/format/field.hpp"
#include "scenarios/format/options.hpp"

namespace whitewater::scenarios {

struct AccountedRun;
class Choices;
class Clients;
class Cluster;
struct DrawList;
struct EventList;
struct MessageNames;
struct Renumbering;
struct RequestList;
class SecondJudge;
struct Vocabulary;

// What is under test.
struct System {
  std::string_view name;
  std::span<const Field> fields{};  // their owner is what options() makes
  Options (*options)() = nullptr;   // the defaults
  // What no single field can break; where: the path of a field.
  std::optional<Error> (*invalid)(const Scenario& scenario) = nullptr;
  unsigned replicas_min = 1;
  unsigned replicas_max = 32;
  std::unique_ptr<Cluster> (*make)() = nullptr;
  const Vocabulary* words = nullptr;                    // its payloads and notes; null: it has none of its own
  std::span<const std::span<const NoteWords>> notes{};  // again, for faults that look at them
  // It acknowledges a put only after a majority of its replicas heard of it: runs hold it to that (majority_heard).
  bool majority = false;
  // For a random scenario, whose cluster size and network are drawn already: draws its options. Null: the defaults.
  void (*draw)(Scenario& scenario, const Choices& choices) = nullptr;
  const MessageNames* messages = nullptr;  // how files name its messages; null: by numbers
  // A replica is taken away: renames the replicas that the options name, and drops what was about that one. Null: they
  // name none.
  void (*renumber)(Options& options, const Renumbering& renumbering) = nullptr;
  // False: the scenario asks more than the system promises; clocks run further apart than it was told, say. A failure
  // is not made smaller by that. Null: it promises everything.
  bool (*promises)(const Scenario& scenario) = nullptr;
  // Its options may hold what it draws as a list, of which each can be taken away. Null: they cannot.
  const DrawList* draws = nullptr;
  // Judges a violation of its properties again, with code of its own, when it is explained. Null: nobody does.
  std::unique_ptr<SecondJudge> (*second_judge)(const Scenario& scenario) = nullptr;
  // What its messages tell of a violation, in sentences, when it is explained. Null: nothing.
  std::vector<std::string> (*account)(const AccountedRun& run) = nullptr;
  // Takes out of a scenario that was drawn or changed what the system does not promise to withstand. Once is as good as
  // twice. Null: it withstands everything.
  void (*temper)(Scenario& drawn) = nullptr;
  // How many replicas drawn clusters have, one of these. Empty: as many as those of every system.
  std::span<const unsigned> sizes{};
  // Of a scenario that was drawn: faults, network and load become what serves a search of this system better. Null:
  // they stay as they are drawn for every system.
  void (*stage)(Scenario& drawn, const Choices& choices) = nullptr;
  // True: a run costs a hundred times what one of actors in this process does, so none is made that says little.
  bool costly = false;
  // True: messages between two replicas arrive in the order in which they were sent. Null: they may overtake each
  // other.
  bool (*in_order)(const Scenario& scenario) = nullptr;
};

// Who uses it, and who judges what they saw.
struct Workload {
  std::string_view name;
  std::span<const Field> fields{};
  Options (*options)() = nullptr;
  std::optional<Error> (*invalid)(const Scenario& scenario) = nullptr;
  std::unique_ptr<Clients> (*make)() = nullptr;
  // What it does, in a few words: "400 requests (20 % gets), kill_leader@10". Null: its name says it.
  std::string (*summary)(const Scenario& scenario) = nullptr;
  // As that of a system, and when the cluster heals: no earlier than the load ends. Null: the defaults, and no heal.
  void (*draw)(Scenario& scenario, const Choices& choices) = nullptr;
  // Its options may hold the requests of a run as a list, of which each can be taken away. Null: they cannot.
  const RequestList* requests = nullptr;
  unsigned (*clients)(const Scenario& scenario) = nullptr;  // how many; null: nobody knows before the run
  // As that of a system.
  void (*renumber)(Options& options, const Renumbering& renumbering) = nullptr;
  // Its options plan faults of its own, each of which can be taken away. Null: they plan none, or always all of them.
  const EventList* events = nullptr;
  // As that of a system. Null: only histories of gets and puts have a second judge.
  std::unique_ptr<SecondJudge> (*second_judge)(const Scenario& scenario) = nullptr;
};

struct Toolbox {
  std::span<const System> systems;
  std::span<const Workload> workloads;
};

}  // namespace whitewater::scenarios
