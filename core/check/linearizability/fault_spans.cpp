// A kill lasts until a restart of the killed nodes, a partition until it is healed, a cut until cuts are healed.
#include "core/check/linearizability/fault_spans.hpp"

namespace whitewater::checks {

namespace {

bool is_kill(std::string_view name) {
  return name.starts_with("kill") || name.starts_with("died") || name.starts_with("crash");
}

// True if every word of `few` is in `many`. If `many` is empty, it stands for everybody.
bool within(std::string_view few, std::string_view many) {
  while (!many.empty() && !few.empty()) {
    const std::size_t size = std::min(few.find(' '), few.size());
    const std::string_view word = few.substr(0, size);
    const std::size_t at = many.find(word);
    if (at == many.npos) return false;
    few.remove_prefix(std::min(size + 1, few.size()));
  }
  return true;
}

}  // namespace

// Returns false if the event is not the end of a fault.
bool FaultSpans::ends(std::int64_t time, std::string_view name, std::string_view whom) {
  const auto close = [&](auto&& ends) {
    for (std::size_t i = 0; i < spans_.size(); ++i)
      if (spans_[i].to == Operation::never && ends(names_[i], whom_[i])) spans_[i].to = time;
    return true;
  };
  using Text = const std::string&;
  if (name.starts_with("restart")) return close([&](Text n, Text w) { return is_kill(n) && within(w, whom); });
  if (name == "part_end" || name == "heal_partition") return close([](Text n, Text) { return n.starts_with("part"); });
  if (name.starts_with("end_")) return close([&](Text n, Text) { return n == name.substr(4); });
  if (name == "heal_cut") return close([](Text n, Text) { return n == "cut"; });
  for (const std::string_view word : {"stop", "heal", "end", "recover", "resume", "reset"})
    if (name.find(word) != name.npos) return close([](Text n, Text) { return !is_kill(n); });
  return false;
}

void FaultSpans::end(std::int64_t time, std::string_view name, std::uint64_t number, std::string_view whom) {
  for (std::size_t i = 0; i < spans_.size(); ++i)
    if (spans_[i].to == Operation::never && names_[i] == name && numbers_[i] == number && whom_[i] == whom)
      spans_[i].to = time;
}

void FaultSpans::add(std::int64_t time, std::string_view name, std::string_view whom, std::uint64_t number) {
  if (ends(time, name, whom)) return;
  // Some reports name both the start and the completion of one fault, with the same name.
  for (std::size_t i = 0; i < spans_.size(); ++i)
    if (number == 0 && spans_[i].to == Operation::never && names_[i] == name && (whom_[i] == whom || whom_[i].empty()))
      return;
  const std::string words = std::string(name).append(whom.empty() ? "" : ": ").append(whom);
  spans_.push_back({time, Operation::never, words});
  names_.emplace_back(name);
  whom_.emplace_back(whom);
  numbers_.push_back(number);
}

}  // namespace whitewater::checks
