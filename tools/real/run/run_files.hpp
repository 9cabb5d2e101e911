// The files of one run: its trace and its history, opened before it begins and written while it goes on.
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
  // In the names {run} stands for the number of the run and {scenario} for the scenario's; "-" is standard output.
  static Result<RunFiles> open(const RealArguments& arguments, const HistoryWriter::Header& header,
                               std::uint64_t number);

  std::vector<RunWatcher*> watchers() const;
  std::vector<scenarios::RunLogReader*> readers() const;
  // Writes what is left; an Error when some of it was lost.
  std::optional<Error> finish();

  // path with {run} and {scenario} replaced.
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
