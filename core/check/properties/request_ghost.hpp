// RequestGhost: what became of the requests of clients, by name, as seen from outside: when they arrived at replicas,
// what the committed log says of them, how often they were answered. Replays the committed log, puts of a client that
// its session remembers and all, into a store of its own. A put that is committed again takes no effect, unless its
// client's session has forgotten it meanwhile. Knows no protocol, no payload.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/base/name_table.hpp"
#include "core/check/properties/store_ghost.hpp"

namespace whitewater::checks {

class RequestGhost {
 public:
  struct Put {
    std::uint64_t name = 0;
    NodeId client;
    std::uint64_t key = 0;
    std::uint64_t fold = 0;  // of the whole put
  };
  struct Answers {
    std::uint32_t arrivals = 0;  // at any replica
    std::uint32_t in_term = 0;   // how often it was answered ok by replicas in `term`
    std::uint64_t term = 0;
  };
  struct Get {
    std::uint64_t key = 0;
    std::uint64_t committed = 0;  // the last index that any replica had committed when the get arrived
  };

  // Resets to the initial state, keeping memory. window: how many effective puts of a client a session remembers.
  void reset(std::uint32_t window);

  // --- the committed log, entry by entry ------------------------------------------------------------
  void committed_put(const Put& put);
  void committed_other() { add(); }
  // The last index of the committed log that this object was told of.
  std::uint64_t committed() const { return committed_; }
  // The hash of the store's content when the entries up to index are applied. These entries must have been committed.
  std::uint64_t content_at(std::uint64_t index) const { return contents_[index]; }
  const StoreGhost& store() const { return store_; }
  // True if a put took effect a second time, because its client's session had forgotten it.
  bool forgot() const { return forgot_; }

  // --- puts -----------------------------------------------------------------------------------------
  void put_arrived(std::uint64_t name) { ++puts_.insert(name, {}).first->answers.arrivals; }
  bool is_committed(std::uint64_t name) const {
    const PutRow* row = puts_.find(name);
    return row != nullptr && row->ordinal != 0;
  }
  // The put, which is committed, is answered ok by a replica in this term.
  const Answers& put_answered(std::uint64_t name, std::uint64_t term) {
    Answers& answers = puts_.insert(name, {}).first->answers;
    if (answers.term != term) answers.in_term = 0;
    answers.term = term;
    ++answers.in_term;
    return answers;
  }

  // --- gets -----------------------------------------------------------------------------------------
  // The first arrival at the replica counts.
  void get_arrived(NodeId replica, std::uint64_t name, std::uint64_t key, std::uint64_t committed) {
    gets_.insert(get_name(replica, name), {key, committed});
  }
  // Null: the get never arrived at the replica. Valid until the next arrival.
  const Get* get(NodeId replica, std::uint64_t name) const { return gets_.find(get_name(replica, name)); }

 private:
  struct PutRow {
    std::uint64_t ordinal = 0;  // which of its client's effective puts it was, the latest time; 0: not committed
    Answers answers;
  };

  void add() {
    contents_.push_back(store_.content());
    ++committed_;
  }
  static std::uint64_t get_name(NodeId replica, std::uint64_t name) { return combine(name, replica.value); }

  std::uint32_t window_ = 0;
  std::uint64_t committed_ = 0;
  bool forgot_ = false;
  NameTable<PutRow> puts_;
  std::vector<std::uint64_t> of_clients_;      // for each client: how many of its puts took effect
  std::vector<std::uint64_t> contents_ = {0};  // indexed by log index
  StoreGhost store_;
  NameTable<Get> gets_;  // keyed by replica and name
};

}  // namespace whitewater::checks
