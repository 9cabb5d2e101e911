// StoreGhost: the key-value store that the committed log describes, replayed by the checks themselves: at which indexes
// each key was put, and a hash of the whole content. Knows no values: whoever holds the log reads them there. Knows no
// replica, so a replica's store is compared with a store that the replica cannot touch.
#pragma once

#include <cstdint>

#include "core/base/lane.hpp"
#include "core/base/name_table.hpp"

namespace whitewater::checks {

class StoreGhost {
 public:
  // Resets to the initial state, keeping memory. Every key has the empty value.
  void reset();

  // A put of the key takes effect at index, which is larger than that of every put before. fold stands for the whole
  // put.
  void put(std::uint64_t index, std::uint64_t key, std::uint64_t fold) {
    std::uint32_t& last = *latest_.insert(key, 0).first;
    content_ += fold - (last != 0 ? versions_[last - 1].fold : 0);
    versions_.push_back({index, fold, last});
    last = static_cast<std::uint32_t>(versions_.size());
  }
  // The sum of the folds of the latest put of each key: equal contents have equal sums, in whatever order they came.
  std::uint64_t content() const { return content_; }

  // True if the predicate holds for the index of a put that gave the key its value at some index of at least `since`.
  // Index 0 stands for the value of a key that was not put. The newest is asked first.
  template <class Predicate>
  bool had(std::uint64_t key, std::uint64_t since, Predicate&& wrote_it) const {
    const std::uint32_t* last = latest_.find(key);
    for (std::uint32_t at = last != nullptr ? *last : 0; at != 0; at = versions_[at - 1].before) {
      const Version& version = versions_[at - 1];
      if (wrote_it(version.index)) return true;
      if (version.index <= since) return false;
    }
    return wrote_it(0);
  }

 private:
  struct Version {
    std::uint64_t index = 0;
    std::uint64_t fold = 0;
    std::uint32_t before = 0;  // 1 + the position in versions_ of the key's version before; 0: none
  };

  NameTable<std::uint32_t> latest_;  // by key: 1 + the position of its latest version
  Lane<Version> versions_;
  std::uint64_t content_ = 0;
};

}  // namespace whitewater::checks
