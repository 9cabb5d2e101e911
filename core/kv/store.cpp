// Cells in the order of the first puts; an index finds them by the hash of the key.
#include "core/kv/store.hpp"

#include "core/base/check.hpp"

namespace whitewater::kv {

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
