// Times have six digits behind the point and stand in a column.
#include "tools/real/process/output_log.hpp"

#include <algorithm>
#include <cinttypes>

namespace whitewater::tools::real {

void OutputLog::add(std::string_view bytes, Time now) {
  if (file_ == nullptr || logged_ > bytes_max) return;
  logged_ += bytes.size();
  while (!bytes.empty()) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    if (!line_open_)
      std::fprintf(file_.get(), "%4" PRId64 ".%06" PRId64 "  ", now.ns / 1'000'000'000,
                   (now.ns < 0 ? -now.ns : now.ns) % 1'000'000'000 / 1'000);
    std::fwrite(line.data(), 1, line.size(), file_.get());
    line_open_ = line.size() == bytes.size();
    if (!line_open_) std::fputc('\n', file_.get());
    bytes.remove_prefix(std::min(bytes.size(), line.size() + 1));
  }
  if (logged_ > bytes_max) std::fputs("\n(what follows is not kept)\n", file_.get());
}

bool OutputLog::close() {
  const bool whole = file_ == nullptr || (std::fflush(file_.get()) == 0 && std::ferror(file_.get()) == 0);
  file_.reset();
  return whole;
}

}  // namespace whitewater::tools::real
