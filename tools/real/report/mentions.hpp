// Where a replica's message mentions requests of clients: by MID or by key, in its text or inside a string of base64.
// Of any program in any language, so nothing is known of its messages but that they are bytes.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace whitewater::tools::real {

class MentionScanner {
 public:
  // More of a message is not looked at.
  static constexpr std::size_t bytes_max = 128 * 1024;

  using Found = std::function<void(std::string_view word)>;

  // mid: called with what looks like a MID of course::Course, "r12" or "r12.1"; key: with what looks like a key, 32
  // capital letters and digits. The same word may be found more than once.
  void scan(std::string_view bytes, const Found& mid, const Found& key);

 private:
  static void scan_words(std::string_view bytes, const Found& mid, const Found& key);

  std::string decoded_;
};

}  // namespace whitewater::tools::real
