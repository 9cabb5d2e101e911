// Store: the key-value map that a replicated log of puts describes. A value is the put request that wrote it, shared
// with the log and not copied. Knows nothing of Raft, of sessions or of answers. content_hash() depends on the latest
// put of every key, and not on the order of the puts of different keys: two replicas that have applied the same log
// prefix have the same hash.
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
  // request: a client::Request that is a put.
  void put(const PayloadRef& request) {
    const auto* put = request.get_if<client::Request>();
    check(put != nullptr && put->operation == client::Request::Operation::put, "only a put changes the store");
    const std::uint32_t place =
        index_.find_or_insert(put->key_hash(), static_cast<std::uint32_t>(cells_.size()),
                              [&](std::uint32_t other) { return request_at(other).key() == put->key(); });
    // The hash is a sum over the latest puts, so it does not depend on their order, and a replaced put is subtracted
    // again.
    ++puts_;
    hash_ += request.fold();
    if (place == HashIndex::none) {
      cells_.push_back(request);
      return;
    }
    hash_ -= cells_[place].fold();
    cells_[place] = request;
  }

  // A hint: a put of this key is in the log and will soon be applied.
  void expect(std::uint64_t key_hash) const { index_.prefetch(key_hash); }

  struct Found {
    bool found = false;
    std::string_view value;  // valid until the next put of the key, or reset()
  };
  Found get(std::string_view key) const;

  std::size_t size() const { return cells_.size(); }
  // Of key number `place`, in the order of first puts.
  const client::Request& latest_put(std::size_t place) const {
    return request_at(static_cast<std::uint32_t>(place));
  }
  // How often put() was called.
  std::uint64_t puts() const { return puts_; }
  std::uint64_t content_hash() const { return hash_; }

  // Resets to the initial state, keeping memory.
  void reset();

 private:
  const client::Request& request_at(std::uint32_t place) const { return *cells_[place].get_if<client::Request>(); }

  HashIndex index_;         // by hash of the key: positions in cells_
  Lane<PayloadRef> cells_;  // the latest put of each key, in the order of first puts
  std::uint64_t hash_ = 0;
  std::uint64_t puts_ = 0;
};

}  // namespace whitewater::kv
