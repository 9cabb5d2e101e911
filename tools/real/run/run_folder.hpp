// RunFolder: a folder for one run, with the sockets that replicas look for by name. It is removed at the end with all
// its content.
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

  std::string path_;  // empty after a move
};

}  // namespace whitewater::tools::real
