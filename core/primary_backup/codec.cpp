// Encodes and decodes the two kinds of message in the form that codec.hpp defines.
#include "core/primary_backup/codec.hpp"

#include "core/base/check.hpp"
#include "core/client/codec.hpp"
#include "core/primary_backup/message.hpp"
#include "core/primary_backup/primary_backup.hpp"

namespace whitewater::primary_backup {

namespace {
constexpr std::string_view names[] = {"update", "acknowledge"};
enum Type : std::uint32_t { update_type, acknowledge_type };
}  // namespace

std::span<const std::string_view> PrimaryBackupCodec::type_names() const {
  return names;
}

BodyCodec::Summary PrimaryBackupCodec::summary(const PayloadRef& payload) const {
  check(payload.get_if<Update>() != nullptr || payload.get_if<Acknowledge>() != nullptr,
        "replicas send each other updates and acknowledgements");
  return {payload.get_if<Update>() != nullptr ? update_type : acknowledge_type, primary};
}

void PrimaryBackupCodec::encode(const PayloadRef& payload, std::string& bytes) const {
  ByteWriter writer(bytes);
  if (type(payload) == acknowledge_type) return writer.u64(payload.get_if<Acknowledge>()->sequence);
  const auto* update = payload.get_if<Update>();
  writer.u64(update->sequence);
  client::encode_request(*update->request.get_if<client::Request>(), writer);
}

Result<PayloadRef> PrimaryBackupCodec::decode(std::size_t type, NodeId, std::string_view bytes,
                                              PayloadPool& pool) const {
  if (type > acknowledge_type) return Error{"", "expected an update or an acknowledge"};
  ByteReader reader(bytes);
  const std::uint64_t sequence = reader.u64();
  PayloadRef request;
  if (type == update_type && reader.ok()) {
    Result<PayloadRef> decoded = client::decode_request(reader, pool);
    if (!decoded) return decoded.error();
    request = std::move(decoded.value());
  }
  if (!reader.finished()) return Error{"", "expected as many bytes as the message has"};
  if (type == acknowledge_type) return make_payload<Acknowledge>(pool, sequence);
  return make_payload<Update>(pool, sequence, std::move(request));
}

}  // namespace whitewater::primary_backup
