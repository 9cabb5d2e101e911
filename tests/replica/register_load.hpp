// RegisterLoad: clients that put and get on a few keys, behind a router, and write down what they did and saw. A client
// that hears nothing goes on with its next request: nobody knows what became of the last one.
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/check/linearizability/history.hpp"
#include "tests/replica/router.hpp"

namespace whitewater::replica::test {

class RegisterLoad {
 public:
  RegisterLoad(Router& router, unsigned clients, std::uint64_t seed) : router_(router), draw_(seed), asked_(clients) {}

  // Takes answers, gives up what waited for too long, and asks anew.
  void step();
  // A get of every key, from whoever answers it; false: somebody did not within the limit.
  bool read_all(Duration limit);
  // As they stand: what was not answered is pending.
  checks::History history() const;

  std::size_t acknowledged() const { return acknowledged_; }
  std::size_t reads() const { return reads_; }

 private:
  static constexpr unsigned keys = 4;

  struct Asked {
    std::string mid;  // empty: nothing
    Time at;
    bool put = false;
    std::string key;
    std::string value;
  };

  void ask(Asked& asked, bool put, const std::string& key);
  void settle(Asked& asked, const Answer* answer);
  // returned: nothing if nobody knows whether it took effect.
  void write_down(const Asked& asked, const std::string& value, std::optional<Time> returned);
  unsigned drawn_below(unsigned bound) { return static_cast<unsigned>(draw_() % bound); }

  Router& router_;
  std::mt19937_64 draw_;
  std::vector<Asked> asked_;
  checks::History history_;
  std::uint64_t values_ = 0;
  std::size_t acknowledged_ = 0;
  std::size_t reads_ = 0;
};

}  // namespace whitewater::replica::test
