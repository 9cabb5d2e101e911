// ArgumentParser: the words of one verb, read as its table says. Each option is bound to a variable of its type; what
// its value may be is said by a reader, which the command line library calls. An unknown flag is refused, with the
// nearest known one as a suggestion. The only place that knows that library.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "tools/terminal/verb_table.hpp"

namespace whitewater::tools {

class ArgumentParser {
 public:
  // more: options besides those of the table.
  explicit ArgumentParser(const VerbTable& table, std::span<const OptionRow> more = {});
  ~ArgumentParser();
  ArgumentParser(const ArgumentParser&) = delete;
  ArgumentParser& operator=(const ArgumentParser&) = delete;

  // name: one of the row's. The variables must outlive the parsing; every row is bound once.
  void flag(std::string_view name, bool& given);
  void text(std::string_view name, std::optional<std::string>& value);
  // Its value is one of the row's choices.
  void choice(std::string_view name, std::optional<std::string>& value);
  // read: the value that a text stands for, or what is wrong with it.
  template <class Value, class Variable>
  void value(std::string_view name, Variable& variable, std::function<Result<Value>(const std::string&)> read) {
    read_with(name, [&variable, read = std::move(read)](const std::string& text) -> std::optional<Error> {
      Result<Value> found = read(text);
      if (!found) return found.error();
      variable = std::move(found.value());
      return std::nullopt;
    });
  }
  // One value each time; wrong: what is wrong with it.
  void repeated(std::string_view name, std::vector<std::string>& values,
                std::function<std::optional<Error>(const std::string&)> wrong = nullptr);
  void positionals(std::vector<std::string>& values);

  // What is wrong with the arguments; nothing when all is well.
  std::optional<Error> parse(const std::vector<std::string>& arguments);

 private:
  struct State;
  void read_with(std::string_view name, std::function<std::optional<Error>(const std::string&)> read);

  std::unique_ptr<State> state_;
};

// A reader of numbers from least to most, in decimal: nothing is wrapped or rounded.
std::function<Result<std::uint64_t>(const std::string&)> number_between(std::uint64_t least, std::uint64_t most);

// A reader of durations above zero. example: for its complaint, "30s or 500ms".
std::function<Result<Duration>(const std::string&)> duration_like(std::string_view example);

}  // namespace whitewater::tools
