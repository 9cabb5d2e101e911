// Arbitrary requests, replies and messages of replicas, for properties of the codecs. All is drawn through RapidCheck,
// so that a failing message shrinks: to small numbers, short texts and few entries.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "core/client/request.hpp"
#include "core/raft/message.hpp"
#include "core/raft/snapshots/snapshot.hpp"

namespace whitewater::tests {

inline std::uint64_t drawn_word() {
  return *rc::gen::oneOf(rc::gen::arbitrary<std::uint64_t>(), rc::gen::element<std::uint64_t>(0, 255, 256, UINT64_MAX));
}

// From first on, before end.
inline NodeId drawn_node(unsigned first, unsigned end) {
  return NodeId{*rc::gen::inRange(static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(end))};
}
// Of a cluster of five.
inline NodeId drawn_leader() {
  return *rc::gen::arbitrary<bool>() ? no_node : drawn_node(0, 5);
}

// Whatever bytes there are.
inline std::string drawn_bytes() {
  return *rc::gen::arbitrary<std::string>();
}
// UTF-8, with what JSON has to escape, and characters of one to four bytes.
inline std::string drawn_text() {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a", "Z", "0", " ", "\"", "\\", "/", "{", "}", ",", ":", "\n", "\t", std::string(1, '\0'), "\x1f", "\x7f",
      "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x99\x82"));
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

// text: drawn_bytes or drawn_text.
template <class Text>
PayloadRef drawn_request(PayloadPool& pool, NodeId client, Text text) {
  const NodeId leader = drawn_leader();
  const std::string mid = text();
  const std::string key = text();
  if (*rc::gen::arbitrary<bool>()) return client::make_get(pool, client, leader, mid, key);
  return client::make_put(pool, client, leader, mid, key, text());
}

inline PayloadRef drawn_reply(PayloadPool& pool) {
  const NodeId leader = drawn_leader();
  const std::string mid = drawn_text();
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return client::make_ok(pool, leader, mid);
    case 1:
      return client::make_ok_value(pool, leader, mid, drawn_text());
    case 2:
      return client::make_redirect(pool, leader, mid);
    default:
      return client::make_fail(pool, leader, mid);
  }
}

// Empty, or a batch of one entry or more.
inline PayloadRef drawn_entries(PayloadPool& pool) {
  std::vector<raft::Entry> entries;
  for (auto left = *rc::gen::inRange(0, 5); left > 0; --left) {
    raft::Entry entry{{drawn_word()}, {}};
    if (*rc::gen::inRange(0, 4) > 0) entry.command = drawn_request(pool, drawn_node(0, 0xFFFF), drawn_bytes);
    entries.push_back(std::move(entry));
  }
  if (entries.empty()) return {};
  return raft::make_batch(pool, entries.data(), static_cast<std::uint32_t>(entries.size()));
}

inline PayloadRef drawn_chunk(PayloadPool& pool) {
  const std::string state = drawn_bytes();
  raft::SnapshotHead head{{{drawn_word()}, {drawn_word()}, drawn_word()}, NodeSet{drawn_word()}, drawn_word(), 0};
  const std::uint64_t offset = *rc::gen::arbitrary<std::uint32_t>();
  head.bytes = offset + state.size() + *rc::gen::arbitrary<std::uint32_t>();
  return raft::make_snapshot_chunk(pool, head, offset, state);
}

// Each alternative of Message, with any words.
inline raft::Message drawn_message(PayloadPool& pool) {
  using namespace raft;
  const Term a{drawn_word()};
  const Index b{drawn_word()};
  const Term c{drawn_word()};
  const Index d{drawn_word()};
  const std::uint64_t round = drawn_word();
  const std::vector<Message> each = {PreVoteRequest{a, b, c},
                                     PreVoteGranted{a, b},
                                     PreVoteDenied{a, b},
                                     VoteRequest{a, b, c},
                                     VoteGranted{a, b},
                                     VoteDenied{a, b},
                                     CommitNotice{a, b},
                                     AppendAccepted{a, b, round},
                                     AppendRejected{a, b, c, d, round},
                                     AppendEntries{a, b, c, d, round, drawn_entries(pool)},
                                     InstallSnapshot{a, round, drawn_chunk(pool)},
                                     SnapshotAccepted{a, b, c.value, d.value, round}};
  static_assert(std::variant_size_v<Message> == 12, "every alternative is drawn");
  // By number: RapidCheck keeps what it has drawn for longer than the pool lives. A small test draws the last ones,
  // too.
  return each[*rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, each.size()))];
}

}  // namespace whitewater::tests
