// StreamFraming: cuts what a replica writes on a stream into messages: each ends with '}' and a line feed, may arrive
// in pieces, and several may arrive at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace whitewater::tools::real {

class StreamFraming {
 public:
  // A message that is still open after so many bytes is handed out as it is: it will not parse.
  static constexpr std::size_t message_bytes_max = std::size_t{64} << 20;

  // Adds what was read; appends every message that is complete now, with its line feed. Valid until the next call.
  void add(std::string_view bytes, std::vector<std::string_view>& messages);
  std::size_t pending_bytes() const { return bytes_.size() - taken_; }

 private:
  std::string bytes_;
  std::size_t taken_ = 0;     // handed out before
  std::size_t searched_ = 0;  // no message ends before
};

}  // namespace whitewater::tools::real
