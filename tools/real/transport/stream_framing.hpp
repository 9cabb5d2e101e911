// StreamFraming: splits the bytes of a replica's stream into messages. A message ends with '}' and a line feed. A
// message may arrive in pieces, and several messages may arrive at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace whitewater::tools::real {

class StreamFraming {
 public:
  // A longer message is passed on unfinished: it will not parse.
  static constexpr std::size_t message_bytes_max = std::size_t{64} << 20;

  // Adds bytes that were read, and appends all complete messages with their line feeds. Valid until the next call.
  void add(std::string_view bytes, std::vector<std::string_view>& messages);
  std::size_t pending_bytes() const { return bytes_.size() - taken_; }

 private:
  std::string bytes_;
  std::size_t taken_ = 0;     // where the messages end that were passed on
  std::size_t searched_ = 0;  // no message ends before this position
};

}  // namespace whitewater::tools::real
