// The output files of one run, trace and history: opened before the run, and written while it goes on.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "scenarios/story/trace_text.hpp"
#include "tools/real/report/history_writer.hpp"
#include "tools/real/run/real_arguments.hpp"

namespace whitewater::tools::real {

class RunFiles {
 public:
  // In names, {run} is replaced by the number of the run and {scenario} by the name of the scenario; "-" is standard
  // output.
  static Result<RunFiles> open(const RealArguments& arguments, const HistoryWriter::Header& header,
                               std::uint64_t number);

  std::vector<RunWatcher*> watchers() const;
  std::vector<scenarios::RunLogReader*> readers() const;
  // Flushes all files. An Error if some output was lost.
  std::optional<Error> finish();

  // Returns path with {run} and {scenario} replaced.
  static std::string named(const std::string& path, const std::string& scenario, std::uint64_t number);

 private:
  struct Closer {
    void operator()(std::FILE* file) const;
  };
  struct File {
    std::string path;
    std::unique_ptr<std::FILE, Closer> stream;
  };

  static std::optional<Error> open_file(const std::string& path, File& file);
  static std::optional<Error> close_file(File& file);

  File trace_file_, history_file_;
  std::unique_ptr<scenarios::TraceText> trace_;
  std::unique_ptr<HistoryWriter> history_;
};

}  // namespace whitewater::tools::real
