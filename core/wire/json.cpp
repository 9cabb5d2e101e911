// The only file that uses the JSON library: its event parser, never its tree. The library parses with a loop, not with
// recursion, and stops at depth_max, so a text of a hundred million brackets is an error and not a crash.
#include "core/wire/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace whitewater::json {

namespace {

using Library = nlohmann::json;

std::string line_and_column(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t last_break = before.rfind('\n');
  const std::size_t column = last_break == std::string_view::npos ? before.size() : before.size() - last_break - 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(std::max<std::size_t>(column, 1));
}

// Keeps only the part after the position: "[json.exception.parse_error.101] parse error at line 1, column 2: …".
std::string reason_of(const std::string& what) {
  const std::size_t place = what.find(", column ");
  const std::size_t from_place = place == std::string::npos ? std::string::npos : what.find(": ", place);
  if (from_place != std::string::npos) return what.substr(from_place + 2);
  const std::size_t from_bracket = what.find("] ");
  return from_bracket == std::string::npos ? what : what.substr(from_bracket + 2);
}

// Builds the tree from the library's events. A member function returns false to stop the parser, after it set error_.
class Builder {
 public:
  Builder(std::string_view text, const ParseOptions& options) : text_(text), options_(options) {}

  bool null() { return add(Value{}); }
  bool boolean(bool value) { return add(Value::boolean(value)); }
  bool number_integer(Library::number_integer_t value) { return add(Value::number(std::to_string(value))); }
  bool number_unsigned(Library::number_unsigned_t value) { return add(Value::number(std::to_string(value))); }
  bool number_float(Library::number_float_t, const Library::string_t& lexeme) {
    std::string text = lexeme;
    // The library writes the decimal point of the process's locale; JSON's is a full stop.
    for (char& c : text)
      if ((c < '0' || c > '9') && c != '-' && c != '+' && c != 'e' && c != 'E') c = '.';
    return add(Value::number(std::move(text)));
  }
  bool string(Library::string_t& value) { return add(Value::string(std::move(value))); }
  bool binary(Library::binary_t&) { return false; }  // JSON text cannot contain binary values

  bool start_object(std::size_t) { return open(Value::object()); }
  bool start_array(std::size_t) { return open(Value::array()); }
  bool end_object() {
    if (!settle_duplicates(open_.back().value)) return false;
    return close();
  }
  bool end_array() { return close(); }
  bool key(Library::string_t& name) {
    open_.back().key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Library::exception& failure) {
    error_ = {line_and_column(text_, position), reason_of(failure.what())};
    return false;
  }

  Error error() const { return error_; }
  Value take() { return std::move(root_); }

 private:
  struct Open {
    Value value;
    std::string key;  // the name of the member whose value is being read
  };

  bool add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().value.is(Kind::array)) {
      open_.back().value.append(std::move(value));
    } else {
      open_.back().value.set(std::move(open_.back().key), std::move(value));
    }
    return true;
  }

  bool open(Value value) {
    if (open_.size() == options_.depth_max) {
      error_ = {path(), "expected at most " + std::to_string(options_.depth_max) +
                            " arrays and objects within each other, found more"};
      return false;
    }
    open_.push_back({std::move(value), {}});
    return true;
  }

  bool close() {
    Value value = std::move(open_.back().value);
    open_.pop_back();
    return add(std::move(value));
  }

  // Sorts instead of comparing every pair: a hostile object may have a million members.
  bool settle_duplicates(Value& object) {
    std::vector<Member>& members = object.members();
    if (members.size() < 2) return true;
    order_.resize(members.size());
    for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = i;
    std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      const int compared = members[a].name.compare(members[b].name);
      return compared != 0 ? compared < 0 : a < b;
    });
    std::vector<bool> replaced;
    for (std::size_t i = 1; i < order_.size(); ++i) {
      if (members[order_[i - 1]].name != members[order_[i]].name) continue;
      if (options_.duplicates == DuplicateKeys::reject) {
        error_ = {path(), "expected every key once, found \"" + members[order_[i]].name + "\" twice"};
        return false;
      }
      replaced.resize(members.size());
      replaced[order_[i - 1]] = true;
    }
    if (replaced.empty()) return true;
    std::vector<Member> kept;
    for (std::size_t i = 0; i < members.size(); ++i)
      if (!replaced[i]) kept.push_back(std::move(members[i]));
    members = std::move(kept);
    return true;
  }

  // The path of the innermost open value: "$.events[0]".
  std::string path() const {
    std::string path = "$";
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      const Open& outer = open_[i];
      if (outer.value.is(Kind::array))
        path.append("[").append(std::to_string(outer.value.elements().size())).append("]");
      else
        path.append(".").append(outer.key);
    }
    return path;
  }

  std::string_view text_;
  const ParseOptions& options_;
  std::vector<Open> open_;
  std::vector<std::size_t> order_;
  Value root_;
  Error error_;
};

}  // namespace

Result<Value> parse(std::string_view text, const ParseOptions& options) {
  if (text.size() > options.bytes_max)
    return Error{"", "expected at most " + std::to_string(options.bytes_max) + " bytes of JSON, found " +
                         std::to_string(text.size())};
  // The library takes a zero byte for the end of the text, and would ignore what follows.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
    return Error{line_and_column(text, zero + 1), "expected JSON, found a zero byte"};
  Builder builder(text, options);
  if (!Library::sax_parse(text.begin(), text.end(), &builder)) return builder.error();
  return builder.take();
}

}  // namespace whitewater::json
