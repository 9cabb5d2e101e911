// A kind is told by the first bytes of a file.
#include "tools/history/file_kind.hpp"

#include <algorithm>

#include "core/text/concat.hpp"

namespace whitewater::tools {

namespace {

using namespace std::string_view_literals;

struct Compression {
  std::string_view magic;
  std::string_view name;
  std::string_view reader;
};

constexpr Compression compressions[] = {
    {"\x1F\x8B"sv, "gzip", "zcat"}, {"\x28\xB5\x2F\xFD"sv, "zstd", "zstdcat"}, {"\xFD\x37zXZ"sv, "xz", "xzcat"},
    {"BZh"sv, "bzip2", "bzcat"},    {"\x04\x22\x4D\x18"sv, "lz4", "lz4cat"},   {"PK\x03\x04"sv, "zip", "unzip -p"}};

}  // namespace

std::optional<std::string> why_no_text(std::string_view beginning, std::string_view name, std::string_view program) {
  for (const Compression& kind : compressions)
    if (beginning.starts_with(kind.magic))
      return concat({"is ", kind.name, ": ", kind.reader, " ", name, " | ", program, " check -"});
  if (beginning.starts_with("\xFF\xFE"sv) || beginning.starts_with("\xFE\xFF"sv))
    return concat({"is UTF-16: iconv -f UTF-16 -t UTF-8 ", name, " | ", program, " check -"});
  if (beginning.starts_with("JEPSEN"sv))
    return std::string("is a test of Jepsen in its own binary form: give the history.edn or history.txt beside it");
  constexpr std::size_t looked_at = 4096;
  if (beginning.substr(0, looked_at).find('\0') != beginning.npos)
    return std::string("is binary, not text: a history is text in EDN or JSON, or a log");
  return std::nullopt;
}

}  // namespace whitewater::tools
