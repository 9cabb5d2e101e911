// Error and Result: how bad outside data is reported. An Error says where (file, line, JSON path, byte), what was
// expected and what was found, in one line that a person can act on.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/base/check.hpp"

namespace whitewater {

struct Error {
  std::string where;    // "crash-3.json: $.events[0].time"; may be empty
  std::string message;  // "expected an integer from 0 to 30, found 31"

  // Returns "where: message", or only the message if `where` is empty.
  std::string text() const { return where.empty() ? message : where + ": " + message; }
};

// A value or an Error. Asking for the alternative that is absent is broken reasoning and fails a check.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() {
    check(ok(), "a result is asked for its value only when it holds one");
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    check(ok(), "a result is asked for its value only when it holds one");
    return *std::get_if<0>(&state_);
  }
  const Error& error() const {
    check(!ok(), "a result is asked for its error only when it holds one");
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

}  // namespace whitewater
