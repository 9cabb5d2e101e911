// Uses the command line library, and switches off some of its conveniences.
#include "tools/terminal/argument_parser.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "core/base/check.hpp"
#include "core/text/duration_text.hpp"
#include "tools/terminal/suggestions.hpp"

namespace whitewater::tools {

namespace {

// "auto, always or never"
std::string one_of(const std::vector<std::string_view>& words) {
  const std::string all = joined(words, ", ");
  const std::size_t last = all.rfind(", ");
  return last == std::string::npos ? all : all.substr(0, last) + " or " + all.substr(last + 2);
}

}  // namespace

struct ArgumentParser::State {
  State(const VerbTable& table, std::span<const OptionRow> more) : rows(table.options.begin(), table.options.end()) {
    rows.insert(rows.end(), more.begin(), more.end());
  }

  const OptionRow& row(std::string_view name) const {
    for (const OptionRow& candidate : rows) {
      const std::vector<std::string_view> names = names_of(candidate);
      if (std::find(names.begin(), names.end(), name) != names.end()) return candidate;
    }
    fail_check("an option that is bound has a row in its verb's table");
  }

  // The option's names in the form that the library needs.
  std::string bind(std::string_view name) {
    ++bound;
    return joined(names_of(row(name)), ",");
  }

  // Suggests the flag that was probably meant. If no flag is near and the verb has no flags of its own, lists the
  // flags.
  std::string hint(const std::string& name) const {
    std::vector<std::string> flags{"--color", "--help"};
    for (const OptionRow& candidate : rows)
      for (const std::string_view flag : names_of(candidate)) flags.emplace_back(flag);
    const std::string meant = did_you_mean(name, flags);
    return meant.empty() && flags.size() == 2 ? "; the only flags are " + flags[0] + " and " + flags[1] : meant;
  }

  std::vector<OptionRow> rows;
  std::size_t bound = 0;
  CLI::App app;
};

ArgumentParser::ArgumentParser(const VerbTable& table, std::span<const OptionRow> more)
    : state_(std::make_unique<State>(table, more)) {
  state_->app.set_help_flag();  // the verbs have their own
  state_->app.allow_extras();   // to suggest what was meant
}

ArgumentParser::~ArgumentParser() = default;

void ArgumentParser::flag(std::string_view name, bool& given) {
  state_->app.add_flag_callback(state_->bind(name), [&given] { given = true; });
}

void ArgumentParser::text(std::string_view name, std::optional<std::string>& value) {
  state_->app.add_option_function<std::string>(state_->bind(name),
                                               [&value](const std::string& given) { value = given; });
}

void ArgumentParser::choice(std::string_view name, std::optional<std::string>& value) {
  const std::vector<std::string_view> choices = words_of(state_->row(name).choices);
  read_with(name, [choices, &value](const std::string& given) -> std::optional<Error> {
    if (std::find(choices.begin(), choices.end(), given) == choices.end())
      return Error{"", "expected " + one_of(choices) + ", found '" + given + "'" +
                           did_you_mean(given, std::vector<std::string>(choices.begin(), choices.end()))};
    value = given;
    return std::nullopt;
  });
}

// The library's own conversions wrap negative numbers and accept text after a number, so the library gets a function.
void ArgumentParser::read_with(std::string_view name, std::function<std::optional<Error>(const std::string&)> read) {
  const std::string first(names_of(state_->row(name)).front());
  state_->app.add_option_function<std::string>(state_->bind(name), [first, read](const std::string& given) {
    if (const std::optional<Error> wrong = read(given)) throw CLI::ValidationError(first, wrong->text());
  });
}

void ArgumentParser::repeated(std::string_view name, std::vector<std::string>& values,
                              std::function<std::optional<Error>(const std::string&)> wrong) {
  CLI::Option* const option = state_->app.add_option(state_->bind(name), values)->allow_extra_args(false);
  if (wrong == nullptr) return;
  option->check([wrong](const std::string& given) {
    const std::optional<Error> found = wrong(given);
    return found ? found->text() : std::string();
  });
}

void ArgumentParser::positionals(std::vector<std::string>& values) {
  state_->app.add_option("words", values);
}

std::optional<Error> ArgumentParser::parse(const std::vector<std::string>& arguments) {
  check(state_->bound == state_->rows.size(), "every option of a verb is bound to a variable");
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

std::function<Result<std::uint64_t>(const std::string&)> number_between(std::uint64_t least, std::uint64_t most) {
  return [least, most](const std::string& text) -> Result<std::uint64_t> {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, code] = std::from_chars(text.data(), end, number);
    if (code == std::errc{} && stopped == end && number >= least && number <= most) return number;
    return Error{"", "expected a number from " + std::to_string(least) + " to " + std::to_string(most) + ", found '" +
                         text + "'"};
  };
}

std::function<Result<Duration>(const std::string&)> duration_like(std::string_view example) {
  return [example = std::string(example)](const std::string& text) -> Result<Duration> {
    const std::optional<Duration> duration = parse_duration(text);
    if (duration && *duration > Duration{}) return *duration;
    return Error{"", "expected a duration like " + example + ", found '" + text + "'"};
  };
}

}  // namespace whitewater::tools
