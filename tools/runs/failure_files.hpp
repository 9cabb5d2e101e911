// FailureFiles: the files of `--out`: a failing run is recorded as a failure file; of many, the first one of each kind
// at once, and in the end one for each signature: what is left of a failure when it is made small. Each file is
// complete or absent. Names the command lines for them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/search/failure.hpp"
#include "tools/runs/program.hpp"

namespace whitewater::tools {

// "Reproduce: whitewater replay FILE", and a line for `explain` if the program has that verb.
std::string failure_commands(const Program& program, const std::string& file);

// Writes the file, aside and renamed. Says which program found the failure.
std::optional<Error> write_failure_file(const Program& program, scenarios::Failure failure, const std::string& file);

class FailureFiles {
 public:
  // out: the file of one run if it ends in ".json", else a folder; nothing: no run is recorded.
  FailureFiles(const Program& program, std::optional<std::string> out, bool wire);

  static bool names_file(const std::string& out);

  // Makes the folder. An Error: nothing can be written there.
  std::optional<Error> open();
  // The file that was written for this run. Nothing: the run did not fail, or it is not the first one of its kind.
  std::optional<std::string> take(const scenarios::Scenario& scenario, const scenarios::RunReport& report);

  // Of a folder: makes failures of each kind small, on several threads, and records the first one of each signature
  // that is not recorded yet. The files do not depend on the number of threads. go_on: asked often; false: it is given
  // up.
  void sort_out(unsigned threads, const std::function<bool(std::uint64_t done, std::uint64_t all)>& go_on);

  // For all files: of several failures, their kinds and how often each was found, then the lines to paste.
  std::string commands() const;
  // A file could not be written; the error was printed.
  bool lost() const { return lost_; }

 private:
  struct Found {
    scenarios::FailureKind kind;
    std::string file;
    std::uint64_t runs = 1;   // of the kind
    std::string signature{};  // empty: nobody knows
  };
  // To be made small: `found_` holds its kind.
  struct Waiting {
    scenarios::Failure failure;
    std::string file;  // of the first one of its kind, which has one
  };

  // No two failures have the same.
  std::string file_for(const scenarios::Failure& failure);
  std::optional<std::string> record(scenarios::Failure failure);
  void note_signature(const Waiting& waiting, const std::string& signature);

  const Program& program_;
  std::optional<std::string> out_;
  bool wire_;
  bool lost_ = false;
  std::vector<Found> found_;
  std::vector<Waiting> waiting_;
  std::set<std::string> names_;
  scenarios::Runner runner_;
};

}  // namespace whitewater::tools
