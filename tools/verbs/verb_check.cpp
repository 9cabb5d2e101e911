// whitewater check: is a history linearizable? Reads histories of several formats, and shows operations in conflict.
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "tools/history/check_report.hpp"
#include "tools/history/file_kind.hpp"
#include "tools/runs/judged_run.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/shell_quote.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

namespace {

constexpr std::array check_options{
    OptionRow{"--format", "NAME",
              "whitewater, json, jepsen, kv, etcd, log or txt; without it the beginning of the file decides",
              WordKind::choice, "whitewater json jepsen kv etcd log txt"},
    OptionRow{"--initial", "VALUE",
              "what every key holds before its first write, spelled as in the file: 0, nil, '\"a\"' ...",
              WordKind::text},
    OptionRow{"--key", "KEY", "check only this key; may be repeated", WordKind::text},
    OptionRow{"--keys", "", "list every key, not only keys that are not linearizable or not decided"},
    OptionRow{"--steps", "N",
              "steps that searches may take, all keys together (default: 100M); K, M, G: thousands, millions ...",
              WordKind::text},
    OptionRow{"--bytes", "N", "bytes that a search may take (default: 512M)", WordKind::text},
    OptionRow{"--json", "", "print one line of JSON per history"},
};

}  // namespace

const VerbTable check_table{
    "check",
    "check histories from anywhere for linearizability",
    R"(Is a history linearizable? Key by key, with the operations that contradict each other where it is not.

Usage: {program} check HISTORY... [options]

HISTORY is a file, or '-' for standard input: JSON lines as 'run --history' writes them, events in
JSON, a Jepsen history in EDN, its history.txt, or the log of a Jepsen run (docs/linearizability.md).
)",
    check_options,
    R"(Exit codes: 0 linearizable, 1 not linearizable, 2 bad input or usage, 3 inconclusive: the
budget ran out, or there was nothing to judge.

Examples:
  {program} run {example} --history history.jsonl && {program} check history.jsonl
  {program} check store/latest/history.edn
  {program} check --initial 0 registers.json
  {program} check --json --key x *.log | jq .violations
  zcat history.edn.gz | {program} check -
)",
    WordKind::file,
};

namespace {

struct CheckArguments {
  std::vector<std::string> histories;
  std::vector<std::string> keys;
  const HistoryFormat* format = nullptr;  // null: detect the format
  std::optional<std::string> initial;
  checks::LinearizabilityOptions options;
  bool all_keys = false;
  bool json = false;
};

// "512M": K, M and G are powers of `unit`.
Result<std::uint64_t> parse_amount(const std::string& text, std::uint64_t unit) {
  std::uint64_t amount = 0;
  const char* const end = text.data() + text.size();
  auto [stopped, code] = std::from_chars(text.data(), end, amount);
  std::uint64_t factor = 1;
  if (const char* const letters = "KMG"; code == std::errc{} && stopped + 1 == end) {
    const char* const letter = std::strchr(letters, *stopped);
    for (std::ptrdiff_t i = 0; letter != nullptr && i <= letter - letters; ++i) factor *= unit;
    if (letter != nullptr) ++stopped;
  }
  if (code != std::errc{} || stopped != end || amount == 0 ||
      amount > std::numeric_limits<std::int64_t>::max() / factor)
    return Error{"", "expected a number from 1 on, with K, M or G behind it if need be, found '" + text + "'"};
  return amount * factor;
}

Result<CheckArguments> parse_check_arguments(const Arguments& words) {
  CheckArguments check;
  std::optional<std::string> format;
  ArgumentParser parser(check_table);
  parser.positionals(check.histories);
  parser.choice("--format", format);
  parser.text("--initial", check.initial);
  parser.repeated("--key", check.keys);
  parser.flag("--keys", check.all_keys);
  parser.value<std::uint64_t>("--steps", check.options.steps_max,
                              [](const std::string& text) { return parse_amount(text, 1'000); });
  parser.value<std::uint64_t>("--bytes", check.options.bytes_max,
                              [](const std::string& text) { return parse_amount(text, 1'024); });
  parser.flag("--json", check.json);
  if (const std::optional<Error> wrong = parser.parse(words)) return *wrong;
  if (check.histories.empty()) return Error{"", "a history is expected: a file, or '-' for standard input"};
  if (std::count(check.histories.begin(), check.histories.end(), "-") > 1)
    return Error{"", "'-' can be given only once: standard input is read once"};
  if (format) check.format = find_history_format(*format);
  return check;
}

class OneHistory {
 public:
  OneHistory(Console& console, const CheckArguments& arguments, const std::string& word)
      : console_(console), arguments_(arguments), word_(word) {
    report_.name = word == "-" ? "standard input" : word;
  }

  ExitCode check() {
    if (const std::optional<Error> error = read()) {
      console_.end_progress();
      console_.error(error->text());
      return ExitCode::bad_input;
    }
    judge();
    console_.print(arguments_.json ? check_report_json(report_, arguments_.all_keys) + "\n"
                                   : check_report_text(report_, arguments_.all_keys, console_.out_style()));
    switch (report_.result.answer) {
      case checks::Answer::linearizable:
        return report_.nothing_judged() ? ExitCode::inconclusive : ExitCode::fine;
      case checks::Answer::not_linearizable:
        return ExitCode::violated;
      case checks::Answer::unknown:
        break;
    }
    return ExitCode::inconclusive;
  }

 private:
  using Clock = std::chrono::steady_clock;

  struct Close {
    void operator()(std::FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };

  static std::int64_t since(Clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
  }

  std::optional<Error> read() {
    const Clock::time_point start = Clock::now();
    const std::unique_ptr<std::FILE, Close> file(word_ == "-" ? stdin : std::fopen(word_.c_str(), "rb"));
    if (!file && errno == ENOENT) return Error{report_.name, "no such file"};
    if (!file) return Error{report_.name, std::string("cannot be read: ") + std::strerror(errno)};
    struct stat status {};
    if (fstat(fileno(file.get()), &status) == 0 && S_ISDIR(status.st_mode))
      return Error{report_.name, "is a directory, not a history"};
    const auto size = static_cast<std::uint64_t>(S_ISREG(status.st_mode) ? status.st_size : 0);
    ByteSource source([&](char* buffer, std::size_t bytes) {
      show_progress(size, start);
      return std::fread(buffer, 1, bytes, file.get());
    });
    source_ = &source;
    report_.format = arguments_.format != nullptr ? arguments_.format : detect_history_format(source.ahead());
    if (std::ferror(file.get()) != 0)
      return Error{report_.name, std::string("cannot be read: ") + std::strerror(errno)};
    const std::string_view ahead = source.ahead();
    if (const auto why = why_no_text(ahead, word_ == "-" ? "FILE" : shell_quoted(word_), "whitewater"))
      return Error{report_.name, *why};
    if (report_.format == nullptr && ahead.find_first_not_of(" \t\r\n") == ahead.npos) return std::nullopt;
    if (report_.format == nullptr)
      return Error{report_.name + ":1",
                   "is in no format of a history that is known; --format names one of " + history_formats_text()};
    Result<HistoryFile> read = read_history(source, report_.name, *report_.format, arguments_.initial);
    if (std::ferror(file.get()) != 0)
      return Error{report_.name, std::string("cannot be read: ") + std::strerror(errno)};
    if (!read) return read.error();
    report_.file = std::move(read.value());
    report_.lines = source.line();
    report_.bytes = source.bytes();
    report_.read_ns = since(start);
    return find_keys();
  }

  void show_progress(std::uint64_t size, Clock::time_point start) {
    if (source_ == nullptr || since(start) - shown_ns_ < 200'000'000) return;
    shown_ns_ = since(start);
    const std::uint64_t done = source_->bytes();
    console_.progress(report_.name + ": read " + grouped(done >> 20) + " MiB, " +
                      (size > 0 ? percent_text(done, size) + ", " : "") +
                      grouped(done * 1'000 / (static_cast<std::uint64_t>(shown_ns_) / 1'000'000 + 1) >> 20) + " MiB/s");
  }

  std::optional<Error> find_keys() {
    const checks::Interner& keys = report_.file.history.keys;
    for (const std::string& wanted : arguments_.keys) {
      // In typed formats a key may be a string, which is written with quotes.
      std::uint32_t number = keys.find(wanted);
      if (number == checks::Interner::none) number = keys.find("\"" + wanted + "\"");
      if (number == checks::Interner::none)
        return Error{report_.name, "--key: no operation has the key '" + wanted + "'"};
      only_keys_.push_back(number);
    }
    return std::nullopt;
  }

  void judge() {
    console_.progress(report_.name + ": checking " + grouped(report_.file.history.operations.size()) + " operations");
    const Clock::time_point start = Clock::now();
    checks::LinearizabilityOptions options = arguments_.options;
    options.only_keys = only_keys_;
    report_.result = checks::check_linearizability(report_.file.history, options);
    report_.check_ns = since(start);
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) == 0) report_.peak_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1'024;
    console_.end_progress();
  }

  Console& console_;
  const CheckArguments& arguments_;
  const std::string& word_;
  CheckReport report_;
  ByteSource* source_ = nullptr;
  std::vector<std::uint32_t> only_keys_;
  std::int64_t shown_ns_ = 0;
};

}  // namespace

ExitCode check_verb(const Program& program, const Arguments& words) {
  const Result<CheckArguments> parsed = parse_check_arguments(words);
  if (!parsed) return usage_error(program, "check", parsed.error().text());
  ExitCode code = ExitCode::fine;
  for (const std::string& word : parsed.value().histories)
    code = graver(code, OneHistory(program.console, parsed.value(), word).check());
  return code;
}

}  // namespace whitewater::tools
