// A micro-operation is [:r key value], [:w key value] or [:append key value]; JSON spells the first word as a string.
#include "tools/history/transactions.hpp"

#include <algorithm>

#include "core/text/concat.hpp"
#include "tools/history/history_event.hpp"
#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

namespace {

using Kind = EdnElement::Kind;

bool is_micro_operation(const EdnElement& element, bool keyword_only) {
  if (!element.sequence()) return false;
  EdnCursor cursor(element.inner);
  const auto first = cursor.next();
  if (!first || (first->kind != Kind::keyword && first->kind != Kind::string && first->kind != Kind::symbol))
    return false;
  if (keyword_only && first->kind != Kind::keyword) return false;
  const std::string_view words[] = {"r", "w", "append", "read", "write", "cas", "rw", "inc", "add", "delete"};
  const std::string_view word = bare_word(first->text);
  if (std::none_of(std::begin(words), std::end(words), [&](std::string_view known) { return same_word(word, known); }))
    return false;
  std::size_t more = 0;
  while (more <= 4 && cursor.next()) ++more;
  return more >= (keyword_only ? 2u : 1u) && more <= 3;
}

bool is_list_of_micro_operations(const EdnElement& element) {
  if (!element.sequence()) return false;
  EdnCursor cursor(element.inner);
  bool any = false;
  while (const auto part = cursor.next()) {
    if (!is_micro_operation(*part, false)) return false;
    any = true;
  }
  return any;
}

}  // namespace

bool names_transaction(std::string_view f) {
  const std::string_view words[] = {"txn", "tx", "transaction", "transact", "multi-op", "micro-ops"};
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view known) { return same_word(f, known); });
}

bool holds_transaction(const EdnElement& value) {
  if (!value.sequence()) return false;
  // Fast path: most values hold no list and begin with no keyword.
  if (value.inner.find_first_of("[(") == std::string_view::npos && !value.inner.starts_with(':') &&
      (value.inner.empty() || !is_edn_space(static_cast<unsigned char>(value.inner.front()))))
    return false;
  if (is_micro_operation(value, true) || is_list_of_micro_operations(value)) return true;
  EdnCursor cursor(value.inner);  // [key micro-operations]
  const auto key = cursor.next(), behind = cursor.next();
  return key && behind && !cursor.next() && is_list_of_micro_operations(*behind);
}

std::string transaction_refused(std::string_view f, std::string_view value) {
  return concat({"transactions are not judged: :f :", one_line(f, 20), " with the micro-operations ",
                 one_line(value, 60), "; expected reads, writes and compare-and-sets of single registers"});
}

}  // namespace whitewater::tools
