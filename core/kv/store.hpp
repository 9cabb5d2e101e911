// Store: the key-value map that a replicated log of puts describes. A value is the put request that
// wrote it, shared with the log: nothing is copied. Knows nothing of Raft, of sessions or of answers.
// content_hash() says which put stands behind every key, whatever the order in which keys were put: two replicas that
// have applied the same log prefix have the same hash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/check.hpp"
#include "core/base/lane.hpp"
#include "core/base/payload.hpp"
#include "core/client/request.hpp"
#include "core/kv/hash_index.hpp"

namespace whitewater::kv {

class Store {
 public:
  // request is a client::Request that puts.
  void put(const PayloadRef& request) {
    const auto* put = request.get_if<client::Request>();
    check(put != nullptr && put->operation == client::Request::Operation::put, "only a put changes the store");
    const std::uint32_t place =
        index_.find_or_insert(put->key_hash(), static_cast<std::uint32_t>(cells_.size()),
                              [&](std::uint32_t other) { return request_at(other).key() == put->key(); });
    // A sum of hashes of client, MID, key and value: it forgets the order, and a put that is replaced can be taken
    // out again.
    ++puts_;
    hash_ += request.fold();
    if (place == HashIndex::none) {
      cells_.push_back(request);
      return;
    }
    hash_ -= cells_[place].fold();
    cells_[place] = request;
  }

  // A put of this key has come into the log, and will soon be applied.
  void expect(std::uint64_t key_hash) const { index_.prefetch(key_hash); }

  struct Found {
    bool found = false;
    std::string_view value;  // valid until the key is put again, or the store reset
  };
  Found get(std::string_view key) const;

  std::size_t size() const { return cells_.size(); }
  // How often put() was called.
  std::uint64_t puts() const { return puts_; }
  std::uint64_t content_hash() const { return hash_; }

  // As new, keeping memory.
  void reset();

 private:
  const client::Request& request_at(std::uint32_t place) const { return *cells_[place].get_if<client::Request>(); }

  HashIndex index_;         // by hash of the key, into cells_
  Lane<PayloadRef> cells_;  // the latest put of each key, in order of first put
  std::uint64_t hash_ = 0;
  std::uint64_t puts_ = 0;
};

}  // namespace whitewater::kv
