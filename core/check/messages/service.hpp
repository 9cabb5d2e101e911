// Service: does a healthy majority (health.hpp) serve? Two ways not to: silence, in which requests are delivered and
// none is done; and a redirect storm, in which replicas send the client of one request from one to the other. Both
// fail a run only if they last as long as the patience, through all of which the majority was healthy. Knows no
// protocol.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/ids.hpp"
#include "core/base/name_table.hpp"
#include "core/base/time.hpp"
#include "core/check/messages/health.hpp"

namespace whitewater::checks {

class Service {
 public:
  // So many requests, delivered to the healthy majority in the first half of the patience, and as many in its fourth
  // fifth, make a silence. Clients that ask while a leader is elected may have given up before it is: so the majority
  // is asked again when it should have one, and has a fifth of the patience left to do what it is asked.
  static constexpr std::uint64_t silence_requests_min = 3;
  // So often a request is redirected in a storm.
  static constexpr std::uint64_t storm_redirects_min = 100;

  struct Silence {
    Time since;
    std::uint64_t requests = 0;  // delivered to the majority
    NodeSet majority;
  };
  struct Storm {
    Time since;
    std::uint64_t redirects = 0;
    NodeId by, to;            // the latest redirect; to: whom it named
    NodeId before;            // who redirected before that
    bool each_other = false;  // `by` names `before`, and `before` named `by`
    NodeSet majority;
  };

  void reset(Duration patience);

  // The next request decides whether there was a silence.
  bool due(Time now) const { return since_ != time_never && now - since_ >= patience_; }
  // gone: replicas that have died by themselves, whatever the faults say.
  std::optional<Silence> requested(NodeId to, Time now, const Health& health, NodeSet gone);
  // request: a name that all attempts of it share.
  std::optional<Storm> redirected(std::uint64_t request, NodeId by, NodeId to, Time now, const Health& health,
                                  NodeSet gone);
  void done(std::uint64_t request, Time now);

  std::uint64_t requests() const { return requests_; }
  std::uint64_t redirects() const { return redirects_; }
  // So often a time without an ok, or a chain of redirects, was long enough, and no majority was healthy throughout, or
  // it was asked too little.
  std::uint64_t unjudged_silences() const { return unjudged_silences_; }
  std::uint64_t unjudged_storms() const { return unjudged_storms_; }
  // Of one request, until it was done.
  std::uint64_t most_redirects() const { return most_redirects_; }
  // The longest time from a request that was delivered until any was done, or the last one was delivered.
  Duration longest_wait() const { return longest_wait_; }

 private:
  struct Chain {
    Time since;
    std::uint64_t redirects = 0;  // since then
    std::uint64_t all = 0;        // since the request was asked first
    NodeId by, to;                // the latest
  };
  // Of the requests that were delivered since a window was opened.
  struct Asked {
    std::uint64_t first_half = 0;
    std::uint64_t fourth_fifth = 0;
    std::uint64_t all = 0;
  };
  void open(Time now);
  Asked asked(NodeSet replicas) const;

  Duration patience_;
  Time since_ = time_never;  // of the window in which nothing was done; time_never: it is not open
  Time asked_ = time_never;  // the first request since anything was done
  std::array<Asked, NodeSet::nodes_max> asked_of_{};  // by replica
  NameTable<Chain> chains_;
  std::uint64_t requests_ = 0;
  std::uint64_t redirects_ = 0;
  std::uint64_t most_redirects_ = 0;
  Duration longest_wait_;
  std::uint64_t unjudged_silences_ = 0;
  std::uint64_t unjudged_storms_ = 0;
};

}  // namespace whitewater::checks
