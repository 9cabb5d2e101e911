// "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops"
#include "tools/real/transport/udp_drops.hpp"

#include <charconv>
#include <fstream>
#include <sstream>
#include <string>

namespace whitewater::tools::real {

std::optional<std::uint64_t> udp_drops(std::string_view table, std::uint16_t port) {
  std::istringstream lines{std::string(table)};
  std::string line;
  std::optional<std::uint64_t> sum;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string slot, local, word, last;
    words >> slot >> local;
    const std::size_t colon = local.find(':');
    if (colon == std::string::npos) continue;
    unsigned found = 0;
    const char* const end = local.data() + local.size();
    if (std::from_chars(local.data() + colon + 1, end, found, 16).ptr != end || found != port) continue;
    while (words >> word) last = word;
    std::uint64_t drops = 0;
    if (std::from_chars(last.data(), last.data() + last.size(), drops).ec != std::errc{}) continue;
    sum = sum.value_or(0) + drops;
  }
  return sum;
}

std::optional<std::uint64_t> udp_drops(std::uint16_t port) {
  std::ostringstream table;
  for (const char* const path : {"/proc/net/udp", "/proc/net/udp6"}) table << std::ifstream(path).rdbuf();
  return udp_drops(table.str(), port);
}

}  // namespace whitewater::tools::real
