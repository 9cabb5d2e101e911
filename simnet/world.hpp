// World: runs actors in virtual time, with seeded links, simulated disks and a plan of faults. A run is a
// pure function of the configuration, the actors and the plan; its digest says which run it was. A host
// as actor.hpp wants one. Carries payloads and never opens them.
//
// Order. Events by (time, sequence number): a message has the number that it got when it left its node,
// a timer that of its latest SetTimer. A fault of time t strikes after every event of time <= t.
// Sends. Whether a message is lost, cut or duplicated is decided when it leaves its node; what is in
//   flight arrives. A message to a node that is dead at that moment is gone (receiver_dead).
// Deaths. What arrives at a dead or not yet started node vanishes: no event, no loss. What is in flight when a
//   node dies and is started again before it arrives is delivered to the new incarnation, as by a real network.
// Restarts. The same Actor object is handed Started with what was durable: it must forget everything else.
// Writes. Take what WorldConfig::disk says; one never becomes durable before an earlier one of its node.
// Elapsed time. What an actor sends later leaves then; while it is busy, what happens to it is kept in order.
// Clocks. A node's clock shows the world's time, unless it was given one of its own. Node's time and world's meet in
// three places: what an actor is handed as now, the deadlines of its timers, and the time that it says an event takes.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/actor/codec.hpp"
#include "core/base/digest.hpp"
#include "core/base/ids.hpp"
#include "core/base/name_table.hpp"
#include "core/base/node_numbers.hpp"
#include "core/base/payload_pool.hpp"
#include "core/base/time.hpp"
#include "simnet/clock.hpp"
#include "simnet/departures.hpp"
#include "simnet/disk.hpp"
#include "simnet/disk_faults.hpp"
#include "simnet/event_queue.hpp"
#include "simnet/fate_recorder.hpp"
#include "simnet/fates.hpp"
#include "simnet/faults/episodes.hpp"
#include "simnet/links.hpp"
#include "simnet/observer.hpp"
#include "simnet/run_failure.hpp"
#include "simnet/slot_slab.hpp"
#include "simnet/slow_nodes.hpp"
#include "simnet/timer_table.hpp"
#include "simnet/waiting_lane.hpp"

namespace whitewater::simnet {

struct WorldConfig {
  std::uint64_t seed = 1;
  unsigned nodes = 0;      // replicas and clients, at most 64
  unsigned replicas = 0;   // nodes 0 … replicas-1: those that partitions divide
  NodeNumbers numbers;     // of the replicas, in draws
  LinkModel message_link;  // SendKind::message
  LinkModel client_link;   // requests and replies
  DelayModel disk;         // of one durable write; zero: durable at once
  // How many events a node may handle in one instant. One more stops the run: its time would never advance.
  std::uint32_t events_per_instant_max = 100'000;
};

class World {
 public:
  World();
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Resets to the initial state, keeping memory: drops actors, observers, resolver, codec and faults. Payloads of
  // pool() stay valid as long as a reference to them exists.
  void reset(const WorldConfig& config);

  PayloadPool& pool() { return pool_; }
  unsigned nodes() const { return nodes_count_; }

  // --- before the run; nothing given here is owned, all of it must outlive the run -----------------
  void add(NodeId node, Actor& actor);
  // The node's Started is an event of this time. Nodes that start at the same time do so in the order of these calls.
  void start(NodeId node, Time at = {});
  // Of that node, over all its lives.
  void set_clock(NodeId node, std::int32_t rate_ppm, Duration offset, std::span<const ClockJump> jumps = {});
  void set_resolver(RoleResolver* resolver) { episodes_.set_resolver(resolver); }
  // The plan of faults. At the heal all open episodes end, links between replicas become plain again, without loss and
  // duplication, and all dead nodes start again.
  void set_episodes(std::span<const faults::Episode> plan, Time heal = time_never);
  void add_observer(Observer& observer);  // called in order of registration
  std::span<Observer* const> observers() const { return observers_; }
  void set_codec(Codec* codec) { codec_ = codec; }  // every hop is encoded and decoded; the digest stays the same

  // What becomes of single messages and writes. type says what MessageAim aims at; null: there is one type.
  void set_fates(std::span<const Fate> fates, MessageType type = nullptr);
  void set_fate_recorder(FateRecorder* recorder);

  // The links of the message plane, to change before the run.
  Links& links() { return links_; }

  // --- the run -------------------------------------------------------------------------------------
  // All events and faults of time <= end. May be called again with a later end.
  void run_until(Time end);
  // For observers: the run ends after this event, for good.
  void stop() { stopped_ = true; }

  // Kills or restarts a node at once, and tells observers of no fault: for tests of hosts. Does nothing if the node is
  // dead (alive) already.
  void kill(NodeId node);
  void restart(NodeId node);
  // A durable record of a dead node cannot be read any more: its next life is told so.
  void rot(NodeId node, std::uint64_t index);
  // Stops a living node as SIGSTOP stops a process: it handles nothing, and what it asked for goes on (its writes
  // become durable, its messages travel). What would have happened to it is kept. resume(): sends whose writes became
  // durable leave first, then the arrivals happen in their order, then the timers that are still due, all at that time.
  // Of a node that is not alive (not paused): nothing. A kill ends a pause, and what was kept is lost.
  void pause(NodeId node);
  void resume(NodeId node);
  // Slow nodes: each event takes them `busy`, so that they take nothing more until then, and what they send leaves at
  // its end or later. For the machine, so over restarts too. Of several that are open on a node the one begun last
  // decides. end_slow(): an event that is under way takes its time; harmless for one that is not open.
  ModifierId begin_slow(NodeSet nodes, Duration busy);
  void end_slow(ModifierId id);
  // What is sent over these links of the message plane waits on them, until as many unclog() as clog() have named them:
  // then it goes on, in the order in which it was sent. Loss, cuts and copies are decided when it is sent.
  void clog(const LinkSet& links);
  void unclog(const LinkSet& links);
  // Slow disks and disks that stand still: what the nodes write meanwhile takes longer, or becomes durable when no
  // fault stalls the disk any more. For the machine, so over restarts too; what a node has written when it dies is lost
  // as ever. mend_disks(): writes that are under way take their time; harmless for one that is not open. Precondition:
  // writes take time (see instant_disks()).
  ModifierId harm_disks(NodeSet nodes, const DiskFault& fault);
  void mend_disks(ModifierId id);

  // Between two calls of run_until(): whatever the network and the disks draw from now on is drawn from this seed.
  void redraw(std::uint64_t seed);

  // What ended the run before its time; an exception that run_until() throws has left it. Null: nothing did.
  const RunFailure* failure() const { return failure_.get(); }

  Time now() const { return now_; }
  // How often it was started again.
  std::uint32_t incarnation(NodeId node) const { return nodes_[node.value].incarnation; }
  std::span<const faults::Episode> episodes() const { return episodes_.plan(); }
  // What each of them did so far, in the order of the plan.
  std::span<const faults::Evidence> evidence() const { return episodes_.evidence(); }
  // Of each fate, in the order in which they were given: how many messages or writes it decided on.
  std::span<const std::uint32_t> fates_met() const { return given_fates_.met(); }
  bool stopped() const { return stopped_; }
  // What the node's clock shows.
  Time shown_by_clock(NodeId node) const {
    return (nodes_[node.value].special & is_skewed) != 0 ? storage_[node.value].clock.shows(now_) : now_;
  }
  // Also of a node that is paused.
  bool alive(NodeId node) const { return node.value < nodes_count_ && lives(nodes_[node.value]); }
  bool paused(NodeId node) const { return alive(node) && nodes_[node.value].paused; }
  // How long each event takes it; zero: it is not slow.
  Duration slow(NodeId node) const { return slow_nodes_.busy(node); }
  // How long a write that it issues now takes, and whether its disk stands still.
  const DelayModel& disk_delay(NodeId node) const { return disk_faults_.delay(node, disk_delay_); }
  bool disk_stalled(NodeId node) const { return disk_faults_.stalled(node); }
  // An event of it is under way: it takes the next one when this one is over.
  bool busy(NodeId node) const { return alive(node) && nodes_[node.value].busy; }
  NodeSet alive() const;
  NodeSet paused() const;
  // A write is durable before anything else happens.
  bool instant_disks() const { return instant_disks_; }
  // How many writes of node's present life are durable; of a dead node, of its last one.
  WriteNumber writes_durable(NodeId node) const { return nodes_[node.value].writes_durable; }
  // How many writes of anybody have become durable, where they take time.
  std::uint64_t writes_completed() const { return writes_completed_; }
  std::uint64_t digest() const { return digest_.value(); }
  std::uint64_t events() const { return events_; }  // handled by actors

 private:
  // held: it lives, and what happens to it is kept, for it is paused or busy, or has kept things left to handle.
  enum class Life : std::uint8_t { unborn, alive, held, dead };

  struct Node {
    Actor* actor = nullptr;
    WriteNumber writes_issued = 0;   // in this incarnation
    WriteNumber writes_durable = 0;  // of those
    std::uint32_t incarnation = 0;
    Life life = Life::unborn;
    bool paused = false;
    bool busy = false;
    // Bits: each event takes it time (slow); its clock is not the world's (skewed). 32 bytes in all: nodes are found
    // with a shift.
    std::uint8_t special = 0;
  };

  static_assert(sizeof(Node) == 32);
  static constexpr std::uint8_t is_slow = 1;
  static constexpr std::uint8_t is_skewed = 2;
  static void set_special(Node& node, std::uint8_t bit, bool on) {
    node.special = static_cast<std::uint8_t>(on ? node.special | bit : node.special & ~bit);
  }

  static bool lives(const Node& node) { return node.life == Life::alive || node.life == Life::held; }

  // A message that waits on a link.
  struct Clogged {
    std::uint64_t sequence = 0;
    std::uint32_t slot = 0;
    NodeId from;
    NodeId to;
    Duration delay;  // on the link, once it goes on
  };

  // What happened to a node that was busy, with the sequence number that it has.
  struct Kept {
    static constexpr std::uint32_t no_slot = 0xFFFF'FFFF;
    std::uint64_t sequence = 0;
    std::uint32_t slot = no_slot;  // of an arrival, or of a start
    TimerId timer;                 // if there is no slot
    bool void_ = false;            // the timer was set again, or cancelled
  };

  // What is off the hot path of a node; kept apart so that nodes stay within few cache lines.
  struct Storage {
    Disk disk;
    std::uint32_t stalled = 0;  // how many of its writes are due, and wait for the end of a stall
    WaitingLane waiting;
    // While it is paused: arrivals (and its start), and timers, each in the order in which they came due.
    std::vector<Kept> kept_arrivals;
    std::vector<Kept> kept_timers;
    // While it is busy: both, in this order. Those before first_kept are handled.
    std::vector<Kept> kept;
    std::size_t first_kept = 0;
    Time busy_until;
    Clock clock;
  };

  // run.cpp
  void run_events();
  void happen(EventQueue::Key key);
  void arrive(EventQueue::Key key, const Slot& slot);
  void begin_life(EventQueue::Key key, Slot slot);
  void fire_timer(EventQueue::Key key);
  void dispatch(std::uint64_t sequence, NodeId node, const Event& event, std::uint16_t peer, const PayloadRef& payload,
                std::uint32_t sent_after);
  void dispatch_apart(std::uint64_t sequence, NodeId node, const Event& event, std::uint16_t peer,
                      const PayloadRef& payload = {}, std::uint32_t sent_after = 0);
  void take_kept(std::uint64_t sequence, const Slot& slot);
  void count_in_instant(NodeId node, const Event& event);
  void failed(NodeId node, const Event* event);
  void failed(const Observer& observer);
  void forget_failure();
  static Event arrival_of(Slot::Kind kind, NodeId from, const PayloadRef& payload);
  void perform(NodeId node);
  void set_timers(NodeId node);
  void write_at_once(NodeId node);
  void release(NodeId from, std::span<const Effects::Send> sends);
  // How often the name was asked for before, so that equal names get draws of their own: on a link, of what is sent
  // without an identity and of the client plane; on a disk, of slow writes.
  std::uint64_t ordinal_of(std::uint64_t name) { return (*names_.insert(name, 0).first)++; }
  void release_one(NodeId from, const Effects::Send& send);
  void release_or_hold_back(NodeId node, Effects::Send& send);
  void release_waiting(NodeId node);
  void decide_fate(NodeId from, const Effects::Send& send, std::size_t place, Link& link, std::uint64_t name);
  void decide_singly(NodeId from, const Effects::Send& send, std::size_t place, Link& link, std::uint64_t name);
  void decided(std::size_t place, SendOutcome outcome, unsigned copies);  // for observers
  void observe_sends(NodeId from, std::span<const Effects::Send> sends, std::uint64_t first_sequence);
  void put_in_flight(NodeId from, const Effects::Send& send, Time arrival);

  // watching.cpp
  template <class Record>
  void tell(std::span<Observer* const> observers, void (Observer::*what)(const Record&), const Record& record);
  void tell_vanished(std::uint64_t sequence, NodeId from, NodeId to, Slot::Kind kind, const PayloadRef& payload);
  void tell_renumbered(NodeId node, std::uint64_t was, std::uint64_t is);
  void tell_durable(NodeId node, std::uint64_t count);
  void tell_writes_lost(NodeId node);
  void tell_noted(std::uint64_t sequence, NodeId node, const Event& event, std::uint64_t fingerprint);
  void change_episode();
  void start_episode(std::size_t place, Time at);
  PayloadRef through_codec(const Codec::Address& address, const PayloadRef& payload);

  // world_fates.cpp
  struct Decision {
    SendOutcome outcome = SendOutcome::delivered;
    unsigned copies = 0;
    std::array<Duration, 2> delays{};
    bool by_fate = false;
  };
  Decision decision_on(NodeId from, const Effects::Send& send, const Link& link, std::uint64_t name);
  Duration write_delay(const WriteName& name, std::uint64_t base, std::uint64_t word, const DelayModel& disk);

  // world_clogs.cpp
  void keep_on_link(NodeId from, const Effects::Send& send, Duration delay);

  // writing.cpp
  void issue_writes(NodeId node);
  void complete_write(Slot slot);
  void complete_oldest_write(NodeId node);

  // world_pause.cpp
  void keep_arrival(EventQueue::Key key, Slot slot, PayloadRef&& payload);
  void keep_timer(EventQueue::Key key);
  void forget_kept(NodeId node);
  void forget_kept(std::vector<Kept>& kept);

  // world_elapsed.cpp
  void perform_specially(NodeId node);
  void set_timers_by_clock(NodeId node);
  Time passes(NodeId node, Duration elapsed) const;
  void send_slowly(NodeId node, Duration each);
  void be_busy(NodeId node, Time until);
  void go_on(NodeId node);
  void wake(Slot slot);
  void handle_kept(NodeId node, const Kept& kept);
  void depart(Slot slot);
  static bool keeps(const Storage& storage) { return storage.first_kept != storage.kept.size(); }

  void schedule_start(NodeId node, Time at);

  PayloadPool pool_;  // first: it outlives everything that holds payloads
  EventQueue queue_;  // everything but timers
  TimerTable timers_;
  SlotSlab slots_;
  Time now_;
  Time instant_{-1};  // of the latest event
  std::uint64_t sequence_ = 0;
  std::uint64_t events_ = 0;
  std::array<std::uint32_t, NodeSet::nodes_max>
      latest_events_{};  // of each node: the number of the last one it handled
  std::uint64_t writes_completed_ = 0;
  Digest digest_;
  bool stopped_ = false;
  Time limit_;  // of run_events(): what happens later waits
  bool instant_disks_ = true;
  unsigned nodes_count_ = 0;
  std::array<Node, NodeSet::nodes_max> nodes_;

  Effects effects_{pool_};
  Links links_;
  NameTable<std::uint64_t> names_;  // how often each was drawn for: see ordinal_of()
  bool singly_ = false;             // there are fates, or a recorder
  Fates given_fates_;
  FateRecorder* fate_recorder_ = nullptr;
  NameTable<std::uint64_t> occurrences_;  // how often each message name was met, when there are fates or a recorder
  Codec* codec_ = nullptr;
  std::vector<Observer*> observers_;  // all of them: for what is rare
  std::vector<Observer*> send_observers_;
  std::vector<Observer*> event_observers_;
  std::vector<Observer*> write_observers_;
  std::vector<Observer*> note_observers_;
  Lane<SendBatch::Fate> fates_;  // of what is being sent, as far as it is not all delivered once
  faults::Episodes episodes_;
  std::array<Storage, NodeSet::nodes_max> storage_;
  Departures departures_;
  SlowNodes slow_nodes_;
  DiskFaults disk_faults_;
  std::vector<Clogged> clogged_;  // in the order in which they were sent
  std::uint64_t seed_ = 0;
  DelayModel disk_delay_;
  std::string bytes_;  // of the codec
  std::unique_ptr<RunFailure> failure_;
  struct Crowd {
    Time instant{-1};
    std::uint32_t events = 0;  // of the node then, besides the event that began the instant
  };
  std::array<Crowd, NodeSet::nodes_max> crowds_;
  std::uint32_t events_per_instant_max_ = 0;
};

}  // namespace whitewater::simnet
