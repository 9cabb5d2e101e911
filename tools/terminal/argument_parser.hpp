// ArgumentParser: flags, options and positional words of one verb. Values arrive as text; what they
// mean is the verb's affair. An unknown flag is refused, with the nearest known one as a suggestion.
// The only place that knows the command line library.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace whitewater::tools {

class ArgumentParser {
 public:
  ArgumentParser();
  ~ArgumentParser();
  ArgumentParser(const ArgumentParser&) = delete;
  ArgumentParser& operator=(const ArgumentParser&) = delete;

  // names: "--json" or "-j,--jobs". The variables must outlive the parsing.
  void flag(const char* names, bool& given);
  void option(const char* names, std::optional<std::string>& value);
  void repeated(const char* names, std::vector<std::string>& values);  // one value each time
  void positionals(std::vector<std::string>& values);

  // What is wrong with the arguments; nothing when all is well.
  std::optional<Error> parse(const std::vector<std::string>& arguments);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace whitewater::tools
