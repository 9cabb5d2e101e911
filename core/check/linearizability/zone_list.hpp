// ZoneList: the zones of one key, sorted by start, in pieces of bounded size. Finding a zone and adding a zone (mostly
// at the end) are cheap, however many zones there are. Private to this folder.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

namespace whitewater::checks {

class ZoneList {
 public:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  // The cluster of the last zone that starts before this time, or `none`.
  std::uint32_t last_before(std::int64_t time) const {
    const auto piece = piece_for(time);
    if (piece == pieces_.end()) return none;
    const auto behind =
        std::partition_point(piece->begin(), piece->end(), [&](const Zone& z) { return z.from < time; });
    return behind == piece->begin() ? none : std::prev(behind)->cluster;
  }

  // Precondition: no two zones start at the same time.
  void insert(std::int64_t from, std::uint32_t cluster) {
    if (pieces_.empty()) pieces_.emplace_back();
    auto piece = piece_for(from);
    if (piece == pieces_.end()) piece = pieces_.begin();
    auto& zones = pieces_[static_cast<std::size_t>(piece - pieces_.begin())];
    const auto at = std::partition_point(zones.begin(), zones.end(), [&](const Zone& z) { return z.from < from; });
    if (zones.size() < piece_size) {
      zones.insert(at, {from, cluster});
    } else if (at == zones.end()) {
      pieces_.insert(std::next(piece), std::vector<Zone>{{from, cluster}});
    } else {
      std::vector<Zone> back(at, zones.end());
      zones.erase(at, zones.end());
      zones.push_back({from, cluster});
      pieces_.insert(std::next(piece), std::move(back));
    }
  }

 private:
  static constexpr std::size_t piece_size = 256;

  struct Zone {
    std::int64_t from;
    std::uint32_t cluster;
  };
  using Pieces = std::vector<std::vector<Zone>>;  // no piece is empty

  // The last piece whose first zone starts before this time; end() if there is none.
  Pieces::const_iterator piece_for(std::int64_t time) const {
    const auto behind = std::partition_point(pieces_.begin(), pieces_.end(), [&](const std::vector<Zone>& zones) {
      return !zones.empty() && zones.front().from < time;
    });
    return behind == pieces_.begin() ? pieces_.end() : std::prev(behind);
  }

  Pieces pieces_;
};

}  // namespace whitewater::checks
