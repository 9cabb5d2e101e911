// CiReport: the results of runs for the program that shows the results of a build: a JUnit file (--junit) and the
// annotations of GitHub (--github). Test cases and titles are stable: of a scenario there is one test case for all of
// its runs and one for each kind of failure, and no name holds a seed, an id or a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "scenarios/report/report.hpp"
#include "scenarios/search/failure.hpp"
#include "tools/terminal/console.hpp"
#include "tools/terminal/exit_code.hpp"
#include "tools/terminal/verb_table.hpp"

namespace whitewater::tools {

inline constexpr OptionRow junit_option{
    "--junit", "FILE", "write the results as JUnit XML, for programs that show the results of a build", WordKind::file};
inline constexpr OptionRow github_option{"--github", "", "annotate failures for GitHub, on standard error"};

struct CiOptions {
  std::optional<std::string> junit;
  bool github = false;
};

class CiReport {
 public:
  CiReport(Console& console, CiOptions options);

  // An Error: the file cannot be written.
  std::optional<Error> open();

  // suite: the name of the scenario. file: where its text stands; may be empty. commands: what reproduces the run.
  void add(std::string_view suite, std::string_view file, const scenarios::RunReport& report,
           const std::string& commands);

  // Of a campaign, which counts its runs itself: that many runs, and a kind of failure that so many of them had.
  void add_runs(std::string_view suite, std::uint64_t runs, Duration wall);
  void add(std::string_view suite, const std::string& name, const scenarios::Failure& failure, std::uint64_t runs,
           const std::string& commands);

  // Writes the file, aside and renamed; prints the annotations, on standard error, for results have standard output.
  // What the program ends with: the code, unless the file could not be written.
  ExitCode close(ExitCode code);

 private:
  struct Finding {
    std::string name;      // of the kind
    std::string type;      // the property, "inconclusive", "nondeterminism"
    std::string sentence;  // of the first run
    std::string commands;  // likewise
    std::uint64_t runs = 1;
    bool error = false;  // nobody can say whether it failed
  };
  struct Suite {
    std::string name;
    std::string file;
    std::uint64_t runs = 0;
    std::int64_t wall_ns = 0;
    std::vector<Finding> findings;
  };

  Suite& suite_of(std::string_view name, std::string_view file);
  std::string junit_text() const;
  std::string suite_text(const Suite& suite) const;

  Console& console_;
  CiOptions options_;
  std::vector<Suite> suites_;
};

}  // namespace whitewater::tools
