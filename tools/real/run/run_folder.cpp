// Made with mkdtemp, in the system's folder for temporary files.
#include "tools/real/run/run_folder.hpp"

#include <stdlib.h>

#include <filesystem>
#include <utility>

#include "tools/real/process/system_error.hpp"

namespace whitewater::tools::real {

Result<RunFolder> RunFolder::make() {
  std::error_code error;
  const std::filesystem::path base = std::filesystem::temp_directory_path(error);
  if (error) return Error{"the folder for temporary files", error.message()};
  std::string name = (base / "whitewater-run-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) return system_error(name);
  return RunFolder(std::move(name));
}

RunFolder::RunFolder(RunFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

RunFolder::~RunFolder() {
  if (path_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace whitewater::tools::real
