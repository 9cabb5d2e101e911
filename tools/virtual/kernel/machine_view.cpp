// One processor and 8 GiB, as sysinfo(2) says it, too; and no control groups, by whose limits runtimes choose sizes.
#include "tools/virtual/kernel/machine_view.hpp"

#include <algorithm>
#include <array>

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::array files{
    SeenFile{"/proc/cpuinfo",
             "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 60\nmodel name\t: replica\n"
             "stepping\t: 1\ncpu MHz\t\t: 2000.000\ncache size\t: 4096 KB\nphysical id\t: 0\nsiblings\t: 1\n"
             "core id\t\t: 0\ncpu cores\t: 1\nflags\t\t: fpu tsc cx8 cmov mmx fxsr sse sse2\nbogomips\t: 4000.00\n\n"},
    SeenFile{"/proc/meminfo",
             "MemTotal:        8388608 kB\nMemFree:         4194304 kB\nMemAvailable:    4194304 kB\n"
             "Buffers:               0 kB\nCached:                0 kB\nSwapTotal:             0 kB\n"
             "SwapFree:              0 kB\n"},
    SeenFile{"/proc/loadavg", "0.00 0.00 0.00 1/1 1\n"},
    SeenFile{"/proc/stat",
             "cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\nctxt 0\nbtime 1699999000\nprocesses 1\n"},
    SeenFile{"/proc/uptime", "1000.00 1000.00\n"},
    SeenFile{"/proc/version", "Linux version 5.15.0 (replica)\n"},
    SeenFile{"/sys/devices/system/cpu/online", "0\n"},
    SeenFile{"/sys/devices/system/cpu/possible", "0\n"},
    SeenFile{"/sys/devices/system/cpu/present", "0\n"},
    SeenFile{"/proc/cgroups", ""},
    SeenFile{"/proc/self/cgroup", ""},
    SeenFile{"/proc/self/mountinfo", ""},
};

}  // namespace

const SeenFile* seen_file(std::string_view path) {
  const auto found = std::find_if(files.begin(), files.end(), [&](const SeenFile& each) { return each.path == path; });
  return found == files.end() ? nullptr : &*found;
}

}  // namespace whitewater::tools::virtual_time
