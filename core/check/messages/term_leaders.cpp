// There are a few types of messages, so they are looked up one by one.
#include "core/check/messages/term_leaders.hpp"

#include <algorithm>
#include <array>

namespace whitewater::checks {

namespace {

bool same_letter(char a, char b) {
  return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
}

// Of a campaign: what a candidate says in it is no claim.
bool of_campaigns(std::string_view type) {
  constexpr std::array<std::string_view, 3> words{"vote", "elect", "candid"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::search(type.begin(), type.end(), word.begin(), word.end(), same_letter) != type.end();
  });
}

}  // namespace

void TermLeaders::reset() {
  types_.clear();
  by_term_.clear();
  claims_ = terms_ = 0;
}

std::uint32_t TermLeaders::number(std::string_view type) {
  const auto found = std::find_if(types_.begin(), types_.end(), [&](const Type& known) { return known.name == type; });
  const auto place = static_cast<std::uint32_t>(found - types_.begin());
  if (found == types_.end()) types_.push_back({std::string(type), !of_campaigns(type)});
  return place;
}

std::optional<TermLeaders::Two> TermLeaders::sent(NodeId from, std::string_view type, bool names_itself,
                                                  std::optional<std::uint64_t> term, Time now) {
  const std::uint32_t place = number(type);
  if (!names_itself) types_[place].of_leaders = false;
  if (!names_itself || !term || !types_[place].of_leaders) return std::nullopt;
  ++claims_;
  const Claim claim{*term, from, now, place};
  const auto [before, fresh] = by_term_.insert(*term + 1, claim);
  if (fresh) ++terms_;
  if (before->leader == from) return std::nullopt;
  if (types_[before->type].of_leaders) return Two{*before, claim};
  *before = claim;
  return std::nullopt;
}

}  // namespace whitewater::checks
