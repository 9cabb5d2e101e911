// The file stays: a process that begins another program maps it anew.
#include "tools/virtual/trace/clock_page.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <new>
#include <utility>

#include "replica/posix/descriptor.hpp"

namespace whitewater::tools::virtual_time {

std::unique_ptr<ClockPage> ClockPage::make(const std::string& path) {
  const replica::Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file.valid() || ftruncate(file.get(), static_cast<off_t>(bytes)) != 0) return nullptr;
  void* const place = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
  if (place == MAP_FAILED) return nullptr;
  return std::unique_ptr<ClockPage>(new ClockPage(path, new (place) ClockReads));
}

ClockPage::~ClockPage() {
  munmap(reads_, bytes);
}

}  // namespace whitewater::tools::virtual_time
