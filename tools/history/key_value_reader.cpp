// Key-value logs: one event per line as Jepsen writes it, with a :key; gets, puts and appends of strings, initially "".
#include <memory>

#include "tools/history/edn_event.hpp"

namespace whitewater::tools {

namespace {

using Kind = checks::Operation::Kind;

class KeyValueReader final : public HistoryReader {
 public:
  explicit KeyValueReader(HistoryFile& file) : book_(file), events_(file, book_) {}

  Complaint read(ByteSource& source) override {
    return events_.read(source, [this](const EdnEvent& event, std::int64_t time) { return take(event, time); });
  }

 private:
  Complaint take(const EdnEvent& event, std::int64_t time);
  static std::string text_of(const std::optional<EdnElement>& element);

  HistoryBook book_;
  EdnEvents events_;
};

// A string without its quotes. nil means the initial value.
std::string KeyValueReader::text_of(const std::optional<EdnElement>& element) {
  if (!element || element->kind == EdnElement::Kind::nil) return "";
  return element->kind == EdnElement::Kind::string ? edn_string(*element) : std::string(element->text);
}

Complaint KeyValueReader::take(const EdnEvent& event, std::int64_t time) {
  const bool get = event.f == "get" || event.f == "read";
  const bool put = event.f == "put" || event.f == "write";
  if (!get && !put && event.f != "append")
    return "expected :f :get, :put or :append, found :" + std::string(event.f.substr(0, 60));
  const Kind kind = get ? Kind::get : put ? Kind::put : Kind::append;
  if (!event.key) return std::string("expected :key in every operation");
  const std::string key = text_of(event.key), value = text_of(event.value);
  const checks::Operation* const open = book_.open(event.process);
  if (event.type == EdnEvent::Type::invoke)
    return book_.call(event.process, {kind, key, get ? std::string_view() : value, {}}, time);
  if (open != nullptr && book_.key_of(*open) != key)
    return "process " + std::string(event.process) + " ends an operation on key " + key + ", but had begun one on " +
           std::string(book_.key_of(*open));
  switch (event.type) {
    case EdnEvent::Type::ok:
      return book_.done(event.process, kind, value, time);
    case EdnEvent::Type::fail:
      return book_.did_nothing(event.process, kind, time);
    case EdnEvent::Type::invoke:
    case EdnEvent::Type::info:
      break;
  }
  return book_.unknown(event.process, kind, time);
}

}  // namespace

std::unique_ptr<HistoryReader> make_key_value_reader(HistoryFile& file) {
  return std::make_unique<KeyValueReader>(file);
}

}  // namespace whitewater::tools
