// Each byte is examined once, however small the pieces are.
#include "tools/real/transport/stream_framing.hpp"

#include <algorithm>

namespace whitewater::tools::real {

void StreamFraming::add(std::string_view bytes, std::vector<std::string_view>& messages) {
  bytes_.erase(0, taken_);
  searched_ -= std::min(searched_, taken_);
  taken_ = 0;
  bytes_.append(bytes);
  for (std::size_t at; (at = bytes_.find("}\n", searched_)) != std::string::npos; searched_ = taken_) {
    messages.push_back(std::string_view(bytes_).substr(taken_, at + 2 - taken_));
    taken_ = at + 2;
  }
  // The line feed after a '}' at the very end may come with the next piece.
  searched_ = std::max(taken_, bytes_.empty() ? 0 : bytes_.size() - 1);
  if (bytes_.size() - taken_ <= message_bytes_max) return;
  messages.push_back(std::string_view(bytes_).substr(taken_));
  taken_ = searched_ = bytes_.size();
}

}  // namespace whitewater::tools::real
