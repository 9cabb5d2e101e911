// The unread bytes are moved to the front before more are read, so a line is always contiguous.
#include "tools/history/byte_source.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace whitewater::tools {

namespace {
constexpr std::size_t piece = std::size_t{1} << 18;
}  // namespace

// Returns false if there are no more bytes.
bool ByteSource::fill() {
  if (over_) return false;
  if (bytes_ > 0) return fill_once();
  // A byte order mark at the start says nothing in UTF-8.
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  while (fill_once() && end_ < mark.size()) {
  }
  if (std::string_view(held_.data(), end_).starts_with(mark)) begin_ = mark.size();
  return begin_ < end_ || fill_once();
}

bool ByteSource::fill_once() {
  if (begin_ > 0) std::memmove(held_.data(), held_.data() + begin_, end_ - begin_);
  end_ -= std::exchange(begin_, 0);
  if (held_.size() < end_ + piece) held_.resize(std::max(2 * held_.size(), end_ + piece));
  const std::size_t got = read_(held_.data() + end_, piece);
  end_ += got;
  bytes_ += got;
  over_ = got == 0;
  return !over_;
}

bool ByteSource::next_line(std::string_view& line) {
  std::size_t searched = 0;
  for (;;) {
    const std::size_t left = end_ - begin_ - searched;
    const char* const from = held_.data() + begin_ + searched;
    const void* const feed = left == 0 ? nullptr : std::memchr(from, '\n', left);
    if (feed != nullptr) {
      line = {held_.data() + begin_, static_cast<std::size_t>(static_cast<const char*>(feed) - held_.data()) - begin_};
      begin_ += line.size() + 1;
      break;
    }
    searched += left;
    too_long_ = searched > line_bytes_max;
    if (too_long_) return false;
    if (fill()) continue;
    if (searched == 0) return false;
    line = {held_.data() + begin_, searched};
    begin_ = end_;
    unfinished_ = true;
    break;
  }
  ++line_;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return true;
}

void ByteSource::take(std::size_t count) {
  if (count == 0) return;
  const char* const begin = held_.data() + begin_;
  // Every character that follows a line feed starts a line.
  line_ += (line_begins_ ? 1u : 0u) + static_cast<std::uint64_t>(std::count(begin, begin + count - 1, '\n'));
  line_begins_ = begin[count - 1] == '\n';
  begin_ += count;
}

std::string_view ByteSource::ahead() {
  constexpr std::size_t wanted = std::size_t{1} << 16;
  while (end_ - begin_ < wanted && fill()) {
  }
  return {held_.data() + begin_, end_ - begin_};
}

}  // namespace whitewater::tools
