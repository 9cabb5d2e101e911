// The folders of a campaign. FindingFiles: failure files, each complete or absent, written as soon as a failure is
// known and replaced when a smaller one is. CorpusFolder: scenario files to begin with, and those that reached new
// ground. read_baseline: failure files that are known.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "scenarios/search/fuzz/campaign.hpp"
#include "tools/runs/program.hpp"

namespace whitewater::tools {

// Makes the folder, and those above it.
std::optional<Error> make_folder(const std::string& folder);
// The .json files of a folder, by name. An Error: it cannot be read.
Result<std::vector<std::string>> json_files(const std::string& folder);

class FindingFiles {
 public:
  FindingFiles(const Program& program, std::string folder) : program_(program), folder_(std::move(folder)) {}

  // A failure as it was found; of each kind only the first one is written.
  std::optional<Error> record(const scenarios::Failure& failure);
  // A failure that was shrunk, and is the one to keep of its signature. It replaces the file of one that was half
  // shrunk.
  std::optional<Error> keep(const scenarios::fuzz::Finding& finding);
  std::string file_of(const scenarios::fuzz::Finding& finding) const;
  // A scenario of which two runs differ: no failure file, for there is no run that it could hold.
  std::string unlike_file(const scenarios::Scenario& scenario) const;
  std::optional<Error> keep_unlike(const scenarios::Scenario& scenario, const std::string& file);

 private:
  std::string raw_file(const scenarios::FailureKind& kind) const;
  std::optional<Error> write(const scenarios::Failure& failure, const std::string& file);

  const Program& program_;
  std::string folder_;
  std::set<std::string> raw_;                           // files of failures of which no shrunk one is written yet
  std::map<scenarios::FailureKind, std::string> half_;  // files of failures that were half shrunk
  std::set<scenarios::FailureKind> seen_;
};

class CorpusFolder {
 public:
  explicit CorpusFolder(std::string folder) : folder_(std::move(folder)) {}

  // Scenarios of the frame's system and workload, with what the frame fixes. Warnings: files that were left out.
  Result<std::vector<scenarios::fuzz::Input>> read(const scenarios::fuzz::Frame& frame,
                                                   std::vector<std::string>& warnings) const;
  // Writes what the corpus holds and the folder does not; removes what a campaign wrote and gave up.
  std::optional<Error> write(const scenarios::fuzz::Corpus& corpus);

 private:
  std::string folder_;
  std::map<std::uint64_t, std::string> written_;  // by the number of the run
};

struct KnownFailure {
  std::string file;
  scenarios::Failure failure;
};
Result<std::vector<KnownFailure>> read_baseline(const std::string& folder, const scenarios::Toolbox& toolbox);

}  // namespace whitewater::tools
