// Jepsen's own histories: one register or several, with read, write and compare-and-set. With several registers, values
// are tuples [key value]. A failed operation had no effect; an :info operation stays open for ever.
#include <memory>

#include "tools/history/edn_event.hpp"

namespace whitewater::tools {

namespace {

using checks::Operation;
using Kind = Operation::Kind;

// Gets the two elements of a vector. Returns false if the element is not a vector of exactly two elements.
bool pair_of(const EdnElement& element, EdnElement& first, EdnElement& second) {
  if (element.kind != EdnElement::Kind::vector) return false;
  EdnCursor cursor(element.inner);
  const auto a = cursor.next(), b = cursor.next();
  if (!a || !b || cursor.next()) return false;
  first = *a;
  second = *b;
  return true;
}

class JepsenReader final : public HistoryReader {
 public:
  explicit JepsenReader(HistoryFile& file) : book_(file), events_(file, book_) {}

  Complaint read(ByteSource& source) override {
    return events_.read(source, [this](const EdnEvent& event, std::int64_t time) { return take(event, time); });
  }

 private:
  Complaint take(const EdnEvent& event, std::int64_t time);
  Complaint invoke(const EdnEvent& event, Kind kind, const EdnElement& value, std::int64_t time);
  // Takes the key out of a tuple, if keys are independent.
  Complaint unpack(Kind kind, EdnElement& value);

  HistoryBook book_;
  EdnEvents events_;
  std::optional<bool> tuples_;  // decided by the first operation
  std::string_view key_ = "register";
};

Complaint JepsenReader::unpack(Kind kind, EdnElement& value) {
  EdnElement key, inner, from, to;
  const bool pair = pair_of(value, key, inner);
  const bool tuple = pair && (kind != Kind::cas || pair_of(inner, from, to));
  if (!tuples_) tuples_ = tuple;
  if (!*tuples_) {
    if (pair && kind != Kind::cas)
      return "expected a plain value, as in earlier events, found the tuple " + std::string(value.text.substr(0, 60));
    return std::nullopt;
  }
  if (!tuple)
    return "expected a tuple [key value], as in earlier events, found " + std::string(value.text.substr(0, 60));
  key_ = key.text;
  value = inner;
  return std::nullopt;
}

Complaint JepsenReader::invoke(const EdnEvent& event, Kind kind, const EdnElement& value, std::int64_t time) {
  HistoryBook::Call call{kind, key_, value.text, {}};
  if (kind == Kind::get) call.value = "nil";
  EdnElement from, to;
  if (kind == Kind::cas) {
    if (!pair_of(value, from, to))
      return "expected [from to] as the value of a cas, found " + std::string(value.text.substr(0, 60));
    call.from = from.text;
    call.value = to.text;
  }
  return book_.call(event.process, call, time);
}

Complaint JepsenReader::take(const EdnEvent& event, std::int64_t time) {
  const bool get = event.f == "read" || event.f == "get" || event.f == "r";
  const bool put = event.f == "write" || event.f == "put" || event.f == "w";
  if (!get && !put && event.f != "cas")
    return "expected :f :read, :write or :cas, found :" + std::string(event.f.substr(0, 60));
  const Kind kind = get ? Kind::get : put ? Kind::put : Kind::cas;
  if (event.type == EdnEvent::Type::fail) return book_.did_nothing(event.process, kind, time);
  if (event.type == EdnEvent::Type::info) return book_.unknown(event.process, kind, time);
  if (event.type == EdnEvent::Type::ok && !get) return book_.done(event.process, kind, {}, time);
  EdnElement value = event.value.value_or(EdnElement{EdnElement::Kind::nil, "nil", {}});
  if (auto wrong = unpack(kind, value)) return wrong;
  if (event.type == EdnEvent::Type::invoke) return invoke(event, kind, value, time);
  const Operation* const open = book_.open(event.process);
  if (*tuples_ && open != nullptr && book_.key_of(*open) != key_)
    return "process " + std::string(event.process) + " read key " + std::string(key_) + ", but had asked for " +
           std::string(book_.key_of(*open));
  return book_.done(event.process, kind, value.text, time);
}

}  // namespace

std::unique_ptr<HistoryReader> make_jepsen_reader(HistoryFile& file) {
  file.history = checks::History("nil");
  return std::make_unique<JepsenReader>(file);
}

}  // namespace whitewater::tools
