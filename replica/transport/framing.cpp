// Finds the end of an object by counting braces outside strings.
#include "replica/transport/framing.hpp"

namespace whitewater::replica {

namespace {

bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

void ObjectSplitter::feed(std::string_view bytes) {
  bytes_.erase(0, begin_);
  at_ -= begin_;
  begin_ = 0;
  bytes_.append(bytes);
}

void ObjectSplitter::begin_anew() {
  depth_ = 0;
  in_string_ = false;
  escaped_ = false;
}

ObjectSplitter::Step ObjectSplitter::look_at(char c) {
  if (c == '\n') return Step::broken;  // no sender breaks lines within a message
  if (in_string_) {
    if (escaped_)
      escaped_ = false;
    else if (c == '\\')
      escaped_ = true;
    else if (c == '"')
      in_string_ = false;
    return Step::more;
  }
  if (c == '"') in_string_ = true;
  if (c == '{') ++depth_;
  if (c == '}' && --depth_ == 0) return Step::closed;
  return Step::more;
}

// Skips what precedes an object: blanks are skipped silently; anything else is junk up to a line feed or an opening
// brace.
ObjectSplitter::Found ObjectSplitter::skip_outside() {
  bool junk = false;
  while (at_ < bytes_.size()) {
    const char c = bytes_[at_];
    if (c == '\n') skipping_ = false;
    if (!skipping_ && c == '{') break;
    if (!skipping_ && !blank(c)) junk = true;
    ++at_;
  }
  begin_ = at_;
  return junk ? Found::junk : Found::nothing;
}

ObjectSplitter::Found ObjectSplitter::next(std::string_view& object) {
  if (depth_ == 0 && skip_outside() == Found::junk) return Found::junk;
  while (at_ < bytes_.size()) {
    const Step step = look_at(bytes_[at_++]);
    const std::size_t length = at_ - begin_;
    if (step == Step::closed && length <= object_bytes_max_) {
      object = std::string_view(bytes_).substr(begin_, length);
      begin_ = at_;
      return Found::object;
    }
    if (step == Step::more && length < object_bytes_max_) continue;
    skipping_ = step == Step::more;
    begin_ = at_;
    begin_anew();
    return Found::junk;
  }
  return Found::nothing;
}

}  // namespace whitewater::replica
