// Cells in the order of the first puts; an index finds them by the hash of the key.
#include "core/kv/store.hpp"

#include "core/base/check.hpp"

namespace whitewater::kv {

void Store::put(const PayloadRef& request) {
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

Store::Found Store::get(std::string_view key) const {
  const std::uint32_t place =
      index_.find(hash_bytes(key), [&](std::uint32_t other) { return request_at(other).key() == key; });
  if (place == HashIndex::none) return {};
  return {true, request_at(place).value()};
}

void Store::reset() {
  index_.clear();
  cells_.clear();
  hash_ = 0;
  puts_ = 0;
}

}  // namespace whitewater::kv
