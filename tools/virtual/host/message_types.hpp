// MessageTypes: the types of the messages of a program, numbered as they first occur: nobody knows them before a run.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/actor/codec.hpp"

namespace whitewater::tools::virtual_time {

// No codec: the bytes of a datagram are its encoding already.
class MessageTypes final : public BodyCodec {
 public:
  static constexpr std::size_t types_max = 24;

  MessageTypes() { reset(""); }
  // term_field: the field of the messages that says a term; empty: it is detected.
  void reset(std::string_view term_field);
  const std::string& term_field() const { return term_field_; }
  // Types beyond the last number share it, as "others".
  std::uint32_t number(std::string_view type);

  std::span<const std::string_view> type_names() const override { return words_; }
  Summary summary(const PayloadRef& payload) const override;
  void encode(const PayloadRef& payload, std::string& bytes) const override;
  Result<PayloadRef> decode(std::size_t type, NodeId leader, std::string_view bytes, PayloadPool& pool) const override;

 private:
  std::array<std::string, types_max> names_;
  std::array<std::string_view, types_max> words_;
  std::size_t known_ = 0;
  std::string term_field_;
};

}  // namespace whitewater::tools::virtual_time
