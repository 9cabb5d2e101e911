// OutputLog: what one stream of a replica printed, as a file: each line with the time at which it began. A replica that
// prints without end does not fill the disk.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace whitewater::tools::real {

class OutputLog {
 public:
  static constexpr std::uint64_t bytes_max = std::uint64_t{64} << 20;

  explicit OutputLog(const std::string& path) : file_(std::fopen(path.c_str(), "we")) {}

  bool good() const { return file_ != nullptr; }
  void add(std::string_view bytes, Time now);
  // False: not all of it could be written.
  bool close();

 private:
  struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::unique_ptr<std::FILE, FileCloser> file_;
  std::uint64_t logged_ = 0;
  bool line_open_ = false;
};

}  // namespace whitewater::tools::real
