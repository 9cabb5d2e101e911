// Transactions: values that hold micro-operations, [[:r 9 nil] [:w 8 1]]. A register has no transactions, so a history
// with transactions is refused, never judged.
#pragma once

#include <string>
#include <string_view>

#include "tools/history/edn.hpp"

namespace whitewater::tools {

// True for :txn and its other names.
bool names_transaction(std::string_view f);
// True if the value is a list of micro-operations, or one of them, or such a list behind a key.
bool holds_transaction(const EdnElement& value);
// Why an event with that :f and value is refused.
std::string transaction_refused(std::string_view f, std::string_view value);

}  // namespace whitewater::tools
