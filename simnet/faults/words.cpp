// The words are in the rows of the kinds.
#include "simnet/faults/words.hpp"

#include <algorithm>

#include "simnet/event_words.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::simnet::faults {

std::string_view fault_word(const EpisodeRecord& record) {
  if (record.episode == nullptr) return "heal";
  const FaultKind& kind = kind_of(record.episode->what);
  return record.episode->manner == Manner::ends ? kind.ending : kind.name;
}

std::uint64_t fault_number(const EpisodeRecord& record) {
  if (record.episode == nullptr) return heal_kind;
  const bool ends = record.what == EpisodeRecord::What::ends || record.episode->manner == Manner::ends;
  return episode_kinds + 2 * static_cast<std::uint64_t>(record.episode->what.kind) + (ends ? 1 : 0);
}

bool idle(const FaultSpec& spec) {
  return std::any_of(spec.values.begin(), spec.values.end(), [](const ParameterValue& value) {
    const auto* const probability = std::get_if<Probability>(&value);
    return probability != nullptr && probability->never();
  });
}

}  // namespace whitewater::simnet::faults
