// Members: the members of one JSON object of a report, in the order of the calls.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/time.hpp"
#include "core/wire/json_writer.hpp"

namespace whitewater::scenarios {

class Members {
 public:
  explicit Members(json::Writer& writer) : writer_(writer) { writer_.begin_object(); }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;
  ~Members() { writer_.end_object(); }

  void string(std::string_view name, std::string_view value) { writer_.key(name).string(value); }
  void count(std::string_view name, std::uint64_t value) { writer_.key(name).unsigned_integer(value); }
  void nanoseconds(std::string_view name, std::int64_t value) { writer_.key(name).integer(value); }
  void seconds(std::string_view name, Duration value) { writer_.key(name).decimal(value.ns, 9); }
  void boolean(std::string_view name, bool value) { writer_.key(name).boolean(value); }
  json::Writer& key(std::string_view name) { return writer_.key(name); }

 private:
  json::Writer& writer_;
};

}  // namespace whitewater::scenarios
