// JsonValue: spells a value in JSON in one way, which is EDN's but for null: {"b":1.0,"a":[]} → {"a" [] "b" 1}. So one
// reader judges what both formats say.
#pragma once

#include <string>
#include <string_view>

#include "tools/history/json_text.hpp"

namespace whitewater::tools {

class JsonValue : public JsonText {
 public:
  static constexpr unsigned depth_max = 60;  // less than in EDN, where the spelling is read again

  explicit JsonValue(std::string_view text) : JsonText(text) {}

  // Appends the spelling of the whole text. Returns false if the text is no value, or nested too deep: see wrong().
  bool append_to(std::string& out);

 private:
  bool value(std::string& out, unsigned depth);
  bool array(std::string& out, unsigned depth);
  bool object(std::string& out, unsigned depth);
  bool quoted(std::string& out);
  bool word(std::string& out);

  std::string scratch_;
};

}  // namespace whitewater::tools
