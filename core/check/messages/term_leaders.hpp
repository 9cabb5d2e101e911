// TermLeaders: two leaders of one term (Raft §5.2), as far as messages show them. A message claims a term for its
// sender if it says the term and names its sender as leader. A follower that has been deposed may name itself for a
// while in answers of a later term, and a candidate may name itself when it asks for votes; so a claim counts only in a
// type of messages that nobody but a leader sends: until now every message of that type has named its sender, and its
// name speaks of no vote. Knows no protocol and no bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/name_table.hpp"
#include "core/base/time.hpp"

namespace whitewater::checks {

class TermLeaders {
 public:
  struct Claim {
    std::uint64_t term = 0;
    NodeId leader;
    Time first;
    std::uint32_t type = 0;  // a number of types()
  };
  struct Two {
    Claim before;
    Claim now;
  };

  void reset();
  // A replica sends a message. term: that it says; nothing: it says none. Returns two leaders of that term, if these
  // are they.
  std::optional<Two> sent(NodeId from, std::string_view type, bool names_itself, std::optional<std::uint64_t> term,
                          Time now);

  const std::string& type(std::uint32_t number) const { return types_[number].name; }
  // Claims that counted, and the terms that had one.
  std::uint64_t claims() const { return claims_; }
  std::uint64_t terms() const { return terms_; }

 private:
  struct Type {
    std::string name;
    bool of_leaders = true;
  };
  std::uint32_t number(std::string_view type);

  std::vector<Type> types_;
  NameTable<Claim> by_term_;
  std::uint64_t claims_ = 0;
  std::uint64_t terms_ = 0;
};

}  // namespace whitewater::checks
