// The table of formats, and how the format of a file is detected.
#include "tools/history/history_file.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace whitewater::tools {

namespace {

std::string_view first_line_with_text(std::string_view beginning) {
  while (!beginning.empty()) {
    const std::size_t feed = std::min(beginning.find('\n'), beginning.size());
    std::string_view line = beginning.substr(0, feed);
    beginning.remove_prefix(std::min(feed + 1, beginning.size()));
    const std::size_t text = line.find_first_not_of(" \t\r,");
    if (text == std::string_view::npos || line[text] == ';') continue;
    return line.substr(text);
  }
  return {};
}

bool like_whitewater(std::string_view beginning) {
  const std::string_view line = first_line_with_text(beginning);
  return line.starts_with("{\"") || line.starts_with("{ \"");
}

bool like_edn(std::string_view beginning) {
  std::string_view line = first_line_with_text(beginning);
  if (line.starts_with("#")) line.remove_prefix(std::min(line.find_first_of("{["), line.size()));
  while (line.starts_with("[") || line.starts_with("(") || line.starts_with(" ")) line.remove_prefix(1);
  return line.starts_with("{:") || line.starts_with("#") || (line.empty() && beginning.find("{:") != beginning.npos);
}

bool like_key_value(std::string_view beginning) {
  const std::size_t map = beginning.find('{');
  return like_edn(beginning) && map != beginning.npos &&
         beginning.substr(map, beginning.find('}', map) - map).find(":key ") != beginning.npos;
}

bool like_etcd(std::string_view beginning) {
  return beginning.find("jepsen.util - ") != beginning.npos && !like_whitewater(beginning);
}

// Detection takes the first row that matches.
constexpr std::array<HistoryFormat, 4> formats{{
    {"whitewater", "JSON lines of this program", make_whitewater_reader, like_whitewater},
    {"etcd", "etcd log", make_etcd_reader, like_etcd},
    {"kv", "key-value log", make_key_value_reader, like_key_value},
    {"jepsen", "Jepsen EDN", make_jepsen_reader, like_edn},
}};

}  // namespace

std::span<const HistoryFormat> history_formats() {
  return formats;
}

const HistoryFormat* find_history_format(std::string_view name) {
  const auto* const found =
      std::find_if(formats.begin(), formats.end(), [&](const HistoryFormat& format) { return format.name == name; });
  return found == formats.end() ? nullptr : found;
}

const HistoryFormat* detect_history_format(std::string_view beginning) {
  const auto* const found = std::find_if(formats.begin(), formats.end(),
                                         [&](const HistoryFormat& format) { return format.looks_like_it(beginning); });
  return found == formats.end() ? nullptr : found;
}

Result<HistoryFile> read_history(ByteSource& source, const std::string& name, const HistoryFormat& format) {
  HistoryFile file;
  const std::unique_ptr<HistoryReader> reader = format.make(file);
  const Complaint complaint = reader->read(source);
  if (complaint) return Error{name + ":" + std::to_string(std::max<std::uint64_t>(1, source.line())), *complaint};
  return file;
}

}  // namespace whitewater::tools
