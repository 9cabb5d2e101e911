// The command line library behind it, and which of its conveniences are switched off.
#include "tools/terminal/argument_parser.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "tools/terminal/suggestions.hpp"

namespace whitewater::tools {

struct ArgumentParser::State {
  CLI::App app;
  std::vector<std::string> flags{"--color", "--help"};  // which every verb takes

  CLI::Option* remember(const char* names, CLI::Option* option) {
    for (const std::string& name : CLI::detail::split_names(names)) flags.push_back(name);
    return option;
  }

  // What was probably meant; where nothing is near and the verb adds no flag of its own, what there is.
  std::string hint(const std::string& name) const {
    const std::string meant = did_you_mean(name, flags);
    return meant.empty() && flags.size() == 2 ? "; the only flags are " + flags[0] + " and " + flags[1] : meant;
  }
};

ArgumentParser::ArgumentParser() : state_(std::make_unique<State>()) {
  state_->app.set_help_flag();  // the verbs have their own
  state_->app.allow_extras();   // to suggest what was meant
}

ArgumentParser::~ArgumentParser() = default;

void ArgumentParser::flag(const char* names, bool& given) {
  state_->remember(names, state_->app.add_flag_callback(names, [&given] { given = true; }));
}

void ArgumentParser::option(const char* names, std::optional<std::string>& value) {
  state_->remember(
      names, state_->app.add_option_function<std::string>(names, [&value](const std::string& text) { value = text; }));
}

void ArgumentParser::repeated(const char* names, std::vector<std::string>& values) {
  state_->remember(names, state_->app.add_option(names, values))->allow_extra_args(false);
}

void ArgumentParser::positionals(std::vector<std::string>& values) {
  state_->app.add_option("words", values);
}

std::optional<Error> ArgumentParser::parse(const std::vector<std::string>& arguments) {
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    state_->app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    std::string sentence = error.what();
    std::replace(sentence.begin(), sentence.end(), '\n', ' ');
    return Error{"", sentence};
  }
  for (const std::string& extra : state_->app.remaining()) {
    if (extra.size() < 2 || extra.front() != '-') return Error{"", "unexpected argument '" + extra + "'"};
    const std::string name = extra.substr(0, extra.find('='));
    return Error{"", "unknown flag '" + name + "'" + state_->hint(name)};
  }
  return std::nullopt;
}

}  // namespace whitewater::tools
