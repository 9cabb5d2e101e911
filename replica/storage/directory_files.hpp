// DirectoryFiles: the files of a real directory, through POSIX. Its owner holds a lock, so that no second process
// writes there; a reader changes nothing.
#pragma once

#include <map>
#include <memory>

#include "replica/posix/descriptor.hpp"
#include "replica/storage/files.hpp"

namespace whitewater::replica {

class DirectoryFiles final : public Files {
 public:
  // Makes the directory if there is none, and locks it for as long as the result lives. The lock ends with the process.
  static Result<std::unique_ptr<DirectoryFiles>> own(const std::string& directory);
  // To be read only. An error if there is no directory, or if somebody owns it.
  static Result<std::unique_ptr<const DirectoryFiles>> look_at(const std::string& directory);

  Result<std::vector<std::string>> list() const override;
  Result<std::string> read(const std::string& name) const override;
  std::string path(const std::string& name) const override;

  Failure create(const std::string& name) override;
  Failure append(const std::string& name, std::string_view bytes) override;
  Failure overwrite(const std::string& name, std::string_view bytes) override;
  Failure truncate(const std::string& name, std::uint64_t length) override;
  Failure sync(const std::string& name) override;
  Failure rename(const std::string& from, const std::string& to) override;
  Failure remove(const std::string& name) override;
  Failure sync_directory() override;
  void release(const std::string& name) override { open_.erase(name); }

 private:
  explicit DirectoryFiles(std::string directory) : directory_(std::move(directory)) {}
  Error failed(const std::string& name, const char* what) const;
  // The descriptor of the file, open for writing; negative: it cannot be opened.
  int opened(const std::string& name, int flags);
  Failure write_at(const std::string& name, int file, std::string_view bytes, std::optional<std::uint64_t> offset);

  std::string directory_;
  Descriptor lock_;
  std::map<std::string, Descriptor> open_;
};

}  // namespace whitewater::replica
