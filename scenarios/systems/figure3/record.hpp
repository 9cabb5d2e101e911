// The record of a Raft run that the second judge reads: messages, writes, answers and what nodes say of themselves, as
// plain data in the order in which they happened. Knows neither the replica's classes nor the first judge's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/ids.hpp"

namespace whitewater::scenarios::figure3 {

struct Entry {
  std::uint64_t term = 0;
  std::uint64_t command = 0;  // a hash of what the entry does
  std::uint64_t request = 0;  // the name of the put; 0: the entry is no put
  std::uint64_t key = 0;      // a hash; likewise
  std::string value{};

  friend bool operator==(const Entry& a, const Entry& b) { return a.term == b.term && a.command == b.command; }
};

// From index 1 on.
using Log = std::vector<Entry>;

enum class MessageType : std::uint8_t {
  pre_vote_request,
  pre_vote_granted,
  pre_vote_denied,
  vote_request,
  vote_granted,
  vote_denied,
  append,  // with or without entries
  append_accepted,
  append_rejected,
  commit_notice,
  install_snapshot,
  snapshot_accepted,
};

struct Message {
  MessageType type = MessageType::append;
  std::uint64_t term = 0;
  std::uint64_t index = 0;     // the candidate's last; the append's previous; the match index
  std::uint64_t log_term = 0;  // of the entry at that index, in a request
  std::uint64_t entries = 0;   // how many an append carries
};

struct Fact {
  enum class Kind : std::uint8_t {
    started,       // log, from index on, term, vote: what the disk gave back
    received,      // message, from peer
    asked,         // of a client, peer: request
    term_vote,     // written: term, vote; number
    appended,      // written: log, from index on; number
    truncated,     // written: the entries from index on go; number
    trimmed,       // written: a snapshot stands for the entries before index; number
    durable,       // all writes up to number
    leads,         // it says so: term
    committed,     // it says so: up to index
    sent,          // message, to peer; leaves when the write `number` is durable
    put_answered,  // ok, to peer: request
    get_answered,  // ok, to peer: request, value, key
  };

  Kind kind = Kind::started;
  // Facts of one event of a node are one group, together with the writes that are durable at once.
  std::uint32_t group = 0;
  NodeId node;
  NodeId peer = no_node;
  std::uint64_t number = 0;
  std::uint64_t term = 0;
  NodeId vote = no_node;
  std::uint64_t index = 0;
  std::uint64_t request = 0;
  std::uint64_t key = 0;
  Message message{};
  Log log{};
  std::string value{};
};

struct Record {
  unsigned replicas = 0;
  std::vector<Fact> facts;
};

}  // namespace whitewater::scenarios::figure3
