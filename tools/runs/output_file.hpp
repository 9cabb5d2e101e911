// OutputFile: a file that is either complete or absent. It is written under a temporary name, forced to the disk and
// renamed. If it is given up, it leaves nothing behind. Only an absent or a regular file is replaced; links, devices
// and pipes are written in place.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"

namespace whitewater::tools {

class OutputFile {
 public:
  explicit OutputFile(std::string path);
  ~OutputFile();  // removes a file that was not committed
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // What went wrong, now or in an earlier write. Nothing if there was no error.
  std::optional<Error> open();
  void write(std::string_view bytes);
  std::optional<Error> commit();

 private:
  Error failure(const char* what) const;

  std::string path_;
  std::string aside_;  // the temporary name; equal to path_ if the file is written in place
  std::FILE* file_ = nullptr;
  int error_ = 0;
};

// What is wrong with the names of the files that a command writes: two of them, or one and a file that the command
// reads, are one regular file. The names are told by the options that give them.
std::optional<Error> files_meet(const std::vector<std::pair<std::string_view, std::optional<std::string>>>& outputs,
                                const std::vector<std::string>& inputs);

// A whole file at once.
std::optional<Error> write_file(const std::string& path, std::string_view text);

}  // namespace whitewater::tools
