// OutputFile: a file that is whole or absent. Written aside, forced to the disk and renamed into place; given up,
// it leaves nothing behind. Only what is absent or a regular file is replaced: links, devices and pipes are
// written in place.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace whitewater::tools {

class OutputFile {
 public:
  explicit OutputFile(std::string path);
  ~OutputFile();  // removes what was not committed
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // What went wrong, now or at an earlier write; nothing while all is well.
  std::optional<Error> open();
  void write(std::string_view bytes);
  std::optional<Error> commit();

 private:
  Error failure(const char* what) const;

  std::string path_;
  std::string aside_;  // equal to path_ when there is nothing to rename
  std::FILE* file_ = nullptr;
  int error_ = 0;
};

}  // namespace whitewater::tools
