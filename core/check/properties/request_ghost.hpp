// RequestGhost: which requests of clients have been committed, by name, and how many puts of the committed prefix take
// effect. A put that is committed again takes no effect, unless its client's session has forgotten it meanwhile; the
// rule of the window is the replicas' own. Also what was committed when a get arrived. Knows no protocol, no payload.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/base/name_table.hpp"

namespace whitewater::checks {

class RequestGhost {
 public:
  // Resets to the initial state, keeping memory. window: how many effective puts of a client a session remembers.
  void reset(std::uint32_t window);

  // --- the committed log, entry by entry ------------------------------------------------------------
  void committed_put(std::uint64_t name, NodeId client);
  void committed_other() { add(false); }
  // The last index of the committed log that this object was told of.
  std::uint64_t committed() const { return committed_; }
  // How many puts take effect when the entries up to index are applied. These entries must have been committed.
  std::uint64_t effects_at(std::uint64_t index) const { return effects_[index]; }
  bool is_committed(std::uint64_t name) const { return puts_.find(name) != nullptr; }

  // --- gets -----------------------------------------------------------------------------------------
  // The get arrived at replica when `committed` was the last index that any replica had committed. The first arrival
  // counts.
  void get_arrived(NodeId replica, std::uint64_t name, std::uint64_t committed) {
    gets_.insert(get_name(replica, name), committed);
  }
  // The committed index at that arrival. Nothing if the get never arrived.
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
  NameTable<std::uint64_t> puts_;  // for each put's name: which of its client's effective puts it was, the latest time
  std::vector<std::uint64_t> of_clients_;     // for each client: how many of its puts took effect
  std::vector<std::uint64_t> effects_ = {0};  // indexed by log index
  NameTable<std::uint64_t> gets_;             // keyed by replica and name
};

}  // namespace whitewater::checks
