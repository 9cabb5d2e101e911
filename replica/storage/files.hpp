// Files: all that a store does with its directory, as an interface. The real directory implements it, and so does one
// in memory that tests crash after every call, with every subset of what was not synced. What a crash may leave: bytes
// that were appended, cut off or overwritten are durable once their file was synced; a name that came, went or changed
// is durable once the directory was synced. Before that, anything is possible. Knows no format.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace whitewater::replica {

class ReadableFiles {
 public:
  virtual ~ReadableFiles() = default;
  // The names of all files, sorted.
  virtual Result<std::vector<std::string>> list() const = 0;
  // The whole content.
  virtual Result<std::string> read(const std::string& name) const = 0;
  // What an Error calls a file; of the empty name: the directory.
  virtual std::string path(const std::string& name) const = 0;
};

// After a failure nobody knows what the disk holds: whoever gets one ends.
class Files : public ReadableFiles {
 public:
  using Failure = std::optional<Error>;

  // An empty file, also where there was one of that name.
  virtual Failure create(const std::string& name) = 0;
  virtual Failure append(const std::string& name, std::string_view bytes) = 0;
  // In place, from the first byte on; creates the file.
  virtual Failure overwrite(const std::string& name, std::string_view bytes) = 0;
  virtual Failure truncate(const std::string& name, std::uint64_t length) = 0;
  virtual Failure sync(const std::string& name) = 0;
  virtual Failure rename(const std::string& from, const std::string& to) = 0;
  virtual Failure remove(const std::string& name) = 0;
  virtual Failure sync_directory() = 0;
  // Nothing more will be written to it, so that it need not be kept open.
  virtual void release(const std::string& name) = 0;
};

}  // namespace whitewater::replica
