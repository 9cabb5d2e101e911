// Cells in the order of first put, and an index over them.
// Cells in the order of the first puts; an index finds them by the hash of the key.
#include "core/kv/store.hpp"

#include "core/base/check.hpp"

namespace whitewater::kv {

void Store::put(const PayloadRef& request) {
  const auto* put = request.get_if<client::Request>();
  check(put != nullptr && put->operation == client::Request::Operation::put, "only a put changes the store");
  const std::uint64_t key_hash = put->key_hash();
  const std::uint64_t share = combine(key_hash, request.fold());
  const std::uint32_t place = find(key_hash, put->key());
  // A sum: it forgets the order, and the share of a key can be taken out again.
  hash_ += share;
  if (place == HashIndex::none) {
    index_.insert(key_hash, static_cast<std::uint32_t>(cells_.size()));
    cells_.push_back({share, request});
    return;
  }
  hash_ -= cells_[place].share;
  cells_[place] = {share, request};
}

Store::Found Store::get(std::string_view key) const {
  const std::uint32_t place = find(hash_bytes(key), key);
  if (place == HashIndex::none) return {};
  return {true, cells_[place].put.get_if<client::Request>()->value()};
}

void Store::reset() {
  index_.clear();
  cells_.clear();
  hash_ = 0;
}

std::uint32_t Store::find(std::uint64_t key_hash, std::string_view key) const {
  return index_.find(key_hash,
                     [&](std::uint32_t place) { return cells_[place].put.get_if<client::Request>()->key() == key; });
}

}  // namespace whitewater::kv
