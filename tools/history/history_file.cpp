// The table of formats, and how the format of a file is detected.
#include "tools/history/history_file.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "tools/history/history_event.hpp"
#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

namespace {

std::string_view without_space(std::string_view text) {
  while (!text.empty() && is_edn_space(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  return text;
}

// The text from the first object or word on, without comments and the brackets around objects.
std::string_view content_of(std::string_view text) {
  for (;;) {
    text = without_space(text);
    if (text.starts_with(";"))
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    else if (text.starts_with("[") || text.starts_with("("))
      text.remove_prefix(1);
    else
      return text;
  }
}

bool like_json(std::string_view beginning) {
  const std::string_view text = content_of(beginning);
  if (!text.starts_with("{")) return false;
  return without_space(text.substr(1)).starts_with("\"");
}

bool like_whitewater(std::string_view beginning) {
  const std::string_view text = without_space(beginning);
  return text.starts_with("{") && like_json(text) && text.substr(0, text.find('}')).find("\"schema\"") != text.npos;
}

bool like_edn(std::string_view beginning) {
  std::string_view text = content_of(beginning);
  if (text.starts_with("#")) {  // the tag of a map or of the whole vector
    text.remove_prefix(std::min(text.find_first_of("{[("), text.size()));
    text = content_of(text);
    if (text.starts_with("#")) return true;
  }
  if (text.starts_with("{")) return without_space(text.substr(1)).starts_with(":");
  const bool empty_vector = text.starts_with("]") || text.starts_with(")");
  return empty_vector && without_space(text.substr(1)).empty();
}

bool like_key_value(std::string_view beginning) {
  const std::size_t map = beginning.find('{');
  return like_edn(beginning) && map != beginning.npos &&
         beginning.substr(map, beginning.find('}', map) - map).find(":key ") != beginning.npos;
}

bool like_etcd(std::string_view beginning) {
  return beginning.find("jepsen.util - ") != beginning.npos;
}

bool like_log(std::string_view beginning) {
  return beginning.find("jepsen.util") != beginning.npos ||
         (beginning.find("jepsen.") != beginning.npos && without_space(beginning).starts_with("INFO"));
}

bool like_columns(std::string_view beginning) {
  const std::string_view text = without_space(beginning);
  EdnCursor cursor(text.substr(0, text.find('\n')));
  const auto process = cursor.next(), type = cursor.next(), f = cursor.next();
  return process && type && f && type->kind == EdnElement::Kind::keyword && HistoryEvent::type_of(type->text) &&
         f->kind == EdnElement::Kind::keyword;
}

// Detection takes the first row that matches.
constexpr std::array<HistoryFormat, 7> formats{{
    {"whitewater", "JSON lines of this program", make_whitewater_reader, like_whitewater},
    {"json", "JSON events", make_json_reader, like_json},
    {"kv", "EDN with keys", make_key_value_reader, like_key_value},
    {"jepsen", "Jepsen EDN", make_jepsen_reader, like_edn},
    {"etcd", "log of Jepsen's etcd test", make_etcd_reader, like_etcd},
    {"log", "log of a Jepsen run", make_log_reader, like_log},
    {"txt", "Jepsen's history.txt", make_text_reader, like_columns},
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

std::string history_formats_text() {
  std::string text;
  for (const HistoryFormat& format : formats)
    text.append(text.empty() ? "" : ", ").append(format.name).append(" (").append(format.words).append(")");
  return text;
}

Result<HistoryFile> read_history(ByteSource& source, const std::string& name, const HistoryFormat& format,
                                 const std::optional<std::string>& initial) {
  HistoryFile file;
  const std::unique_ptr<HistoryReader> reader = format.make(file);
  if (initial) {
    if (const Complaint complaint = reader->set_initial(*initial)) return Error{"--initial", *complaint};
    file.initial_said = true;
  }
  if (const Complaint complaint = reader->read(source)) {
    constexpr std::size_t message_max = 600;
    return Error{name + ":" + std::to_string(std::max<std::uint64_t>(1, source.line())),
                 one_line(*complaint, message_max)};
  }
  return file;
}

}  // namespace whitewater::tools
