// A file is written under a temporary name, synchronised, and renamed, in this order.
#include "tools/runs/output_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "core/text/concat.hpp"

namespace whitewater::tools {

// lstat, not stat: renaming would replace a symbolic link to a file (/dev/stdout!).
OutputFile::OutputFile(std::string path) : path_(std::move(path)) {
  struct stat status {};
  const bool in_place = lstat(path_.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
  aside_ = in_place ? path_ : path_ + "." + std::to_string(getpid()) + ".part";
}

OutputFile::~OutputFile() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  if (aside_ != path_) std::remove(aside_.c_str());
}

Error OutputFile::failure(const char* what) const {
  return {path_, std::string(what) + ": " + std::strerror(error_)};
}

std::optional<Error> OutputFile::open() {
  file_ = std::fopen(aside_.c_str(), "wb");
  if (file_ != nullptr) return std::nullopt;
  error_ = errno;
  return failure("cannot be written");
}

void OutputFile::write(std::string_view bytes) {
  if (error_ == 0 && std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) error_ = errno;
}

std::optional<Error> OutputFile::commit() {
  const bool renamed = aside_ != path_;
  if (error_ == 0 && std::fflush(file_) != 0) error_ = errno;
  if (error_ == 0 && renamed && fsync(fileno(file_)) != 0) error_ = errno;
  if (std::fclose(std::exchange(file_, nullptr)) != 0 && error_ == 0) error_ = errno;
  if (error_ == 0 && renamed && std::rename(aside_.c_str(), path_.c_str()) != 0) error_ = errno;
  if (error_ == 0) return std::nullopt;
  if (renamed) std::remove(aside_.c_str());
  return failure("cannot be written");
}

std::optional<Error> files_meet(const std::vector<std::pair<std::string_view, std::optional<std::string>>>& outputs,
                                const std::vector<std::string>& inputs) {
  namespace fs = std::filesystem;
  std::vector<std::pair<fs::path, std::string>> taken;  // and who has it
  const auto place = [](const std::string& name) {
    std::error_code error;
    fs::path path = fs::weakly_canonical(fs::absolute(name, error), error);
    // Nothing is lost if two of them go to one terminal, or to /dev/null.
    return !error && (fs::is_regular_file(path, error) || !fs::exists(path, error)) ? path : fs::path();
  };
  for (const std::string& input : inputs)
    if (fs::path path = place(input); !path.empty()) taken.emplace_back(std::move(path), "the file that is read");
  for (const auto& [option, name] : outputs) {
    if (!name || *name == "-" || name->empty()) continue;
    fs::path path = place(*name);
    for (const auto& [other, who] : taken)
      if (!path.empty() && other == path)
        return Error{"", concat({option, ": ", *name, " is ", who, " already: give another name"})};
    if (!path.empty()) taken.emplace_back(std::move(path), concat({"that of ", option}));
  }
  return std::nullopt;
}

std::optional<Error> write_file(const std::string& path, std::string_view text) {
  OutputFile file(path);
  if (std::optional<Error> error = file.open()) return error;
  file.write(text);
  return file.commit();
}

}  // namespace whitewater::tools
