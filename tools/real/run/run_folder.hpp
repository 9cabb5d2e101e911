// RunFolder: a folder of its own for each run, where the sockets lie that replicas look for by name; removed
// with all that is in it.
#pragma once

#include <string>

#include "core/base/error.hpp"

namespace whitewater::tools::real {

class RunFolder {
 public:
  static Result<RunFolder> make();

  RunFolder(RunFolder&& other) noexcept;
  RunFolder& operator=(RunFolder&&) = delete;
  ~RunFolder();

  const std::string& path() const { return path_; }

 private:
  explicit RunFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;  // empty: moved away
};

}  // namespace whitewater::tools::real
