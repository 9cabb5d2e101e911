// LineSink: writes lines of ASCII to standard error or a file, without ever waiting. A line that does not fit is
// dropped and counted, and the next line that fits says how many were dropped. The reader of our standard error may be
// slow, may cut its input anywhere, or may not read at all. Standard error is never closed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "replica/posix/descriptor.hpp"

namespace whitewater::replica {

class LineSink {
 public:
  // A longer line is cut.
  static constexpr std::size_t line_bytes_max = 1'000;

  static LineSink standard_error();
  // Appends to the file, which is created if it does not exist. A FIFO with a reader works, too.
  static Result<LineSink> file(const std::string& path);

  void line(std::string_view text);
  std::uint64_t dropped() const { return dropped_; }

 private:
  enum class Way : std::uint8_t { write, send, poll_first };

  LineSink(Descriptor owned, int number, Way way) : owned_(std::move(owned)), number_(number), way_(way) {}
  bool put(std::string_view bytes);

  Descriptor owned_;
  int number_ = -1;
  Way way_ = Way::write;
  std::uint64_t dropped_ = 0;
  std::uint64_t told_ = 0;
  std::string line_;
};

}  // namespace whitewater::replica
