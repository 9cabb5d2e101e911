// The last number is that of all further types.
#include "tools/virtual/host/message_types.hpp"

#include <algorithm>

#include "tools/virtual/host/datagram.hpp"
#include "tools/virtual/judge/fields.hpp"

namespace whitewater::tools::virtual_time {

void MessageTypes::reset(std::string_view term_field) {
  term_field_ = term_field;
  known_ = 0;
  names_ = {};
  names_.back() = "others";
  for (std::size_t i = 0; i < types_max; ++i) words_[i] = names_[i];
}

std::uint32_t MessageTypes::number(std::string_view type) {
  const auto end = names_.begin() + static_cast<std::ptrdiff_t>(known_);
  const auto found = std::find(names_.begin(), end, type);
  if (found != end) return static_cast<std::uint32_t>(found - names_.begin());
  if (known_ == types_max - 1) return static_cast<std::uint32_t>(known_);
  names_[known_] = std::string(type);
  words_[known_] = names_[known_];
  return static_cast<std::uint32_t>(known_++);
}

BodyCodec::Summary MessageTypes::summary(const PayloadRef& payload) const {
  const auto* const datagram = payload.get_if<Datagram>();
  return datagram == nullptr ? Summary{} : Summary{datagram->type, datagram->leader};
}

void MessageTypes::encode(const PayloadRef& payload, std::string& bytes) const {
  bytes.append(payload.get_if<Datagram>()->bytes());
}

Result<PayloadRef> MessageTypes::decode(std::size_t type, NodeId leader, std::string_view bytes,
                                        PayloadPool& pool) const {
  const std::optional<TermSaid> said = term_of(bytes, term_field_);
  return make_datagram(pool, leader, static_cast<std::uint32_t>(type), bytes,
                       said ? std::optional(said->term) : std::nullopt);
}

}  // namespace whitewater::tools::virtual_time
