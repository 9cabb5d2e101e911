// One row for each payload.
#include "scenarios/systems/primary_backup_vocabulary.hpp"

#include "core/primary_backup/message.hpp"

namespace whitewater::scenarios {

namespace {

using primary_backup::Acknowledge;
using primary_backup::Update;

constexpr PayloadWords payloads[] = {
    {Update::payload_kind.number, nullptr,
     [](const PayloadRef& payload, unsigned) {
       return "sequence " + std::to_string(payload.get_if<Update>()->sequence);
     },
     [](const PayloadRef& payload, const CarriedSink& sink) {
       const auto* update = payload.get_if<Update>();
       if (const auto* put = update->request.get_if<client::Request>()) sink({put->name(), 0, update->sequence, 0});
     }},
    {Acknowledge::payload_kind.number, nullptr,
     [](const PayloadRef& payload, unsigned) {
       return "up to sequence " + std::to_string(payload.get_if<Acknowledge>()->sequence);
     }},
};

constexpr MessageWord words[] = {{"update"}, {"acknowledge"}};

std::uint32_t type_of(const PayloadRef& payload) {
  return payload.get_if<Acknowledge>() != nullptr ? 1 : 0;
}

}  // namespace

constexpr MessageNames primary_backup_message_names{words, type_of};
constexpr Vocabulary primary_backup_vocabulary{payloads, {}};

}  // namespace whitewater::scenarios
