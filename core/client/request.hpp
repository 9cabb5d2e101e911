// Request and Reply: what clients ask of a replicated key-value store and what the store answers, as payloads.
// This is the vocabulary of the client plane; every protocol that serves clients and every client shares it.
// Strings are raw bytes, stored behind the object; a request can itself be the command of a log entry.
// Knows nothing of JSON, of Raft, or of who judges the answers.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/base/payload.hpp"

namespace whitewater::client {

// (client, mid) as one word: the key under which sessions and observers look up requests.
inline std::uint64_t request_name(NodeId client, std::string_view mid) {
  return hash_words(client.value, hash_bytes(mid));
}

// A key-value operation of one client. mid names the request: opaque, unique, and new for every retry.
struct Request {
  enum class Operation : std::uint8_t { get, put };

  static constexpr PayloadKind payload_kind{1, "request"};

  NodeId client;  // the client that asks
  NodeId leader;  // the replica that the client believes to be the leader; no_node: not known
  Operation operation = Operation::get;
  std::uint16_t mid_bytes = 0;
  std::uint32_t key_bytes = 0;
  std::uint32_t value_bytes = 0;  // 0 for a get

  std::string_view mid() const { return {tail(), mid_bytes}; }
  std::string_view key() const { return {tail() + mid_bytes, key_bytes}; }
  std::string_view value() const { return {tail() + mid_bytes + key_bytes, value_bytes}; }

  // request_name(client, mid).
  std::uint64_t name() const { return name_; }
  std::uint64_t key_hash() const { return key_hash_; }
  std::uint64_t fold() const;
  std::uint32_t wire_bytes() const { return 96 + mid_bytes + key_bytes + value_bytes; }

 private:
  friend struct RequestMaker;
  const char* tail() const { return reinterpret_cast<const char*>(this + 1); }

  // Computed once, when the request is made: every replica that applies the request reads both.
  std::uint64_t name_ = 0;
  std::uint64_t key_hash_ = 0;
};

// The answer to the request named mid.
struct Reply {
  enum class Outcome : std::uint8_t {
    ok,        // done; carries a value if the request was a get
    redirect,  // ask `leader` instead, under a new mid
    fail,      // not done; may be asked again under a new mid
  };

  static constexpr PayloadKind payload_kind{2, "reply"};

  NodeId leader;  // the replica that the sender believes to be the leader; no_node: not known
  Outcome outcome = Outcome::ok;
  bool has_value = false;
  std::uint16_t mid_bytes = 0;
  std::uint32_t value_bytes = 0;

  std::string_view mid() const { return {tail(), mid_bytes}; }
  std::string_view value() const { return {tail() + mid_bytes, value_bytes}; }

  std::uint64_t fold() const;
  std::uint32_t wire_bytes() const { return 80 + mid_bytes + value_bytes; }

 private:
  const char* tail() const { return reinterpret_cast<const char*>(this + 1); }
};

PayloadRef make_get(PayloadPool& pool, NodeId client, NodeId leader, std::string_view mid, std::string_view key);
PayloadRef make_put(PayloadPool& pool, NodeId client, NodeId leader, std::string_view mid, std::string_view key,
                    std::string_view value);
PayloadRef make_ok(PayloadPool& pool, NodeId leader, std::string_view mid);
PayloadRef make_ok_value(PayloadPool& pool, NodeId leader, std::string_view mid, std::string_view value);
PayloadRef make_redirect(PayloadPool& pool, NodeId leader, std::string_view mid);
PayloadRef make_fail(PayloadPool& pool, NodeId leader, std::string_view mid);

}  // namespace whitewater::client
