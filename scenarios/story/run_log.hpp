// RunLog: what happened in a run, to which node, when, and which earlier record caused it: typed records in order,
// without text. Simulated runs (world_recorder.hpp) and real runs write it; traces and stories are made from it. A
// reader sees the records while the run goes on; the log itself keeps only as many records as it was told to keep.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/base/ids.hpp"
#include "core/base/payload.hpp"
#include "core/base/time.hpp"
#include "scenarios/story/vocabulary.hpp"

namespace whitewater::scenarios {

// What happened to a message on its way.
enum class Passage : std::uint8_t {
  delivered,    // it will arrive, unless the receiver dies
  lost,         // the link's loss took it
  cut,          // a cut or a partition stood between
  dead,         // the receiver is dead
  unreachable,  // the receiver has not said hello, or has not connected
  failed,       // the system refused to send it
};

// How the course judged an answer.
enum class Judgement : std::uint8_t {
  accepted,     // ok, redirect or fail to a request that was outstanding
  wrong_value,  // ok to a get, but with another value than was acknowledged last, or none
  duplicate,    // another answer after an ok answer
  refused,      // the client did not wait for it: redirected or failed before, or another client's request
  unknown_mid,
};

// The kind of a fault, as far as stories distinguish faults.
enum class Strike : std::uint8_t { other, kill, restart, partition, heal };

struct RunRecord {
  enum class Kind : std::uint8_t {
    sent,       // node -> peer: payload, plane, fate, copies; a reply: judgement, b: the request's name, if known
    started,    // node; a: records recovered
    arrived,    // at node, from peer: payload, plane
    timer,      // of node; a: which one
    noted,      // by node: code, a, b
    appended,   // by node to its log: payload, a: index of the first record
    truncated,  // by node: its log; a: the first index that goes
    trimmed,    // by node: its log; a: the first index that may stay
    durable,    // of node: writes that took time; a, b: the numbers of the first and the last
    unwritten,  // as durable: a crash lost them
    vanished,   // at node, from peer: payload, plane; nobody received it
    paused,     // node
    resumed,    // node
    fault,      // nodes; strike; word: its name; a: its number, 0: none; ends
    ended,      // node: its process ended; word: how; a: 1 if it was told to end
    reachable,  // node: it said hello, or connected
    leader,     // node: who leads, by the replicas' messages; no_node: not known
  };
  static constexpr std::uint32_t nothing = std::numeric_limits<std::uint32_t>::max();

  Time time;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  NodeSet nodes;
  PayloadRef payload;
  std::uint32_t number = 0;       // of this record, from 0
  std::uint32_t cause = nothing;  // number of the record that caused this one, if known
  std::uint32_t code = 0;         // of a note
  std::uint32_t word = nothing;   // a number of RunLog::word()
  NodeId node = no_node;
  NodeId peer = no_node;
  Kind kind = Kind::sent;
  SendKind plane = SendKind::message;
  Passage fate = Passage::delivered;
  Judgement judgement = Judgement::accepted;
  Strike strike = Strike::other;
  std::uint8_t copies = 1;  // 2 for a duplicated message
  bool ends = false;        // true: the fault ends
};

class RunLog;

// Sees each record when the record is added.
class RunLogReader {
 public:
  virtual ~RunLogReader() = default;
  virtual void on_record(const RunLog& log, const RunRecord& record) = 0;
};

class RunLog {
 public:
  static constexpr std::size_t keep_all = std::numeric_limits<std::size_t>::max();

  // vocabulary: the words of the system under test. The vocabulary and the pool of the payloads must outlive the log.
  RunLog(unsigned replicas, const Vocabulary& vocabulary, std::size_t keep = keep_all)
      : replicas_(replicas), vocabulary_(vocabulary), keep_(keep) {}
  RunLog(const RunLog&) = delete;
  RunLog& operator=(const RunLog&) = delete;

  void add_reader(RunLogReader& reader) { readers_.push_back(&reader); }

  // Numbers the record, shows it to all readers and keeps it. Returns its number.
  std::uint32_t add(RunRecord record);
  // Shows the record to the readers without keeping it: for records that no story needs.
  std::uint32_t pass(RunRecord record);

  // The number of a word; equal words have equal numbers.
  std::uint32_t word(std::string_view text);
  // Counts a record about this request that was not kept, because there were too many.
  void leave_out(std::uint64_t request) { ++left_out_[request]; }
  std::uint64_t left_out(std::uint64_t request) const;

  // The text of the record's word; empty if it has none.
  std::string_view text(const RunRecord& record) const;

  const std::deque<RunRecord>& records() const { return records_; }  // the records that were kept, in order
  std::uint64_t added() const { return added_; }
  unsigned replicas() const { return replicas_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }

 private:
  void show(RunRecord& record);

  unsigned replicas_;
  const Vocabulary& vocabulary_;
  std::size_t keep_;
  std::uint32_t added_ = 0;
  std::deque<RunRecord> records_;
  std::map<std::uint64_t, std::uint64_t> left_out_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  std::vector<std::string_view> words_;  // keys of numbers_
  std::vector<RunLogReader*> readers_;
};

}  // namespace whitewater::scenarios
