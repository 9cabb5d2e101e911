// The failing branch of check() is out of line, so that a check that holds costs one branch.
#include "core/base/check.hpp"

#include <string_view>

namespace whitewater {

void fail_check(const char* sentence, SourcePlace where) {
  throw CheckFailure(sentence, where);
}

std::string CheckFailure::place() const {
  // Our sources are compiled with paths from their root. A header that a consumer includes brings its whole path.
  constexpr std::string_view installed = "/include/whitewater/";
  std::string_view file = where_.file;
  if (const std::size_t at = file.rfind(installed); at != std::string_view::npos)
    file.remove_prefix(at + installed.size());
  return std::string(file) + ":" + std::to_string(where_.line);
}

std::string failure_sentence(const std::exception& failure) {
  const auto* const check = dynamic_cast<const CheckFailure*>(&failure);
  return check == nullptr ? failure.what() : std::string(failure.what()) + " (" + check->place() + ")";
}

}  // namespace whitewater
