// RequestGhost: which requests of clients have been committed, by name, and how many puts of the committed prefix take
// effect: a put that is committed again does not, unless its client's session has forgotten it meanwhile, by the same
// rule of a window that replicas follow. And what was committed when a get arrived. Knows no protocol and no payload.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/check/linearizability/name_table.hpp"

namespace whitewater::checks {

class RequestGhost {
 public:
  // As new, keeping memory. window: how many puts of a client that took effect a session remembers.
  void reset(std::uint32_t window);

  // --- the committed log, entry by entry ------------------------------------------------------------
  void committed_put(std::uint64_t name, NodeId client);
  void committed_other() { add(false); }
  // The last index told of.
  std::uint64_t committed() const { return committed_; }
  // How many puts take effect when the entries up to index, which have been committed, are applied.
  std::uint64_t effects_at(std::uint64_t index) const { return effects_[index]; }
  bool is_committed(std::uint64_t name) const { return puts_.find(name) != nullptr; }

  // --- gets -----------------------------------------------------------------------------------------
  // It came to replica when committed was the last index that anybody had committed. The first arrival counts.
  void get_arrived(NodeId replica, std::uint64_t name, std::uint64_t committed) {
    gets_.insert(get_name(replica, name), committed);
  }
  // What was committed then; nothing when it never came.
  std::optional<std::uint64_t> committed_when_arrived(NodeId replica, std::uint64_t name) const {
    const std::uint64_t* found = gets_.find(get_name(replica, name));
    return found != nullptr ? std::optional(*found) : std::nullopt;
  }

 private:
  void add(bool takes_effect) {
    effects_.push_back(effects_.back() + (takes_effect ? 1 : 0));
    ++committed_;
  }
  static std::uint64_t get_name(NodeId replica, std::uint64_t name) { return combine(name, replica.value); }

  std::uint32_t window_ = 0;
  std::uint64_t committed_ = 0;
  NameTable<std::uint64_t> puts_;          // by name: its ordinal among its client's that took effect, the latest time
  std::vector<std::uint64_t> of_clients_;  // by client: how many of its puts took effect
  std::vector<std::uint64_t> effects_ = {0};  // by index
  NameTable<std::uint64_t> gets_;             // by replica and name
};

}  // namespace whitewater::checks
