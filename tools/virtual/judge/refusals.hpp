// Refusals: which puts were redirected, and which of these are acknowledged all the same. A replica that redirects a
// put says that it is not done, and the client asks for it again under another MID: then it is done twice, the second
// time perhaps behind puts of others. So says the course, too, which counts such an ok as incorrect.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace whitewater::tools::virtual_time {

class Refusals {
 public:
  struct Done {
    NodeId by;  // redirected it
    NodeId to;
    Time when;
  };

  void reset() {
    puts_.clear();
    redirected_ = 0;
  }
  // One request may arrive at several replicas: what they say of it is not compared then.
  void arrived(std::uint64_t put) { ++puts_[put].arrivals; }
  void redirected(std::uint64_t put, NodeId by, NodeId to, Time now);
  // Something: it had been redirected.
  std::optional<Done> done(std::uint64_t put) const;

  // How many puts were redirected.
  std::uint64_t count() const { return redirected_; }

 private:
  struct Put {
    unsigned arrivals = 0;
    std::optional<Done> redirect;  // the first one
  };
  std::unordered_map<std::uint64_t, Put> puts_;  // only looked up
  std::uint64_t redirected_ = 0;
};

}  // namespace whitewater::tools::virtual_time
