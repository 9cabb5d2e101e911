// Decodes messages, and checks who may send what to this replica.
#include "replica/transport/course_format.hpp"

namespace whitewater::replica {

Result<Arrival> CourseFormat::decode(std::string_view bytes, PayloadPool& pool) {
  Result<course::CourseCodec::Decoded> decoded = codec_.decode(bytes, pool);
  if (!decoded) return decoded.error();
  auto& [address, payload] = decoded.value();
  const bool from_replica = address.from.value < replicas_;
  if (address.from == self_) return Error{"src", "expected another node, found this replica"};
  const bool broadcast = address.to == no_node && address.kind == SendKind::message;
  if (address.to != self_ && !broadcast) return Error{"dst", "expected this replica, found another"};
  if (address.kind == SendKind::reply)
    return Error{"type", "expected a request or a replica's message, found an answer"};
  if (from_replica != (address.kind == SendKind::message))
    return Error{"src", from_replica ? "expected a client to ask, found a replica"
                                     : "expected a replica's message from a replica, found a client"};
  if (address.kind == SendKind::request && bytes.size() > request_bytes_max_)
    return Error{"message", "expected a request of at most " + std::to_string(request_bytes_max_) + " bytes, found " +
                                std::to_string(bytes.size())};
  return Arrival{address.from, address.kind, std::move(payload)};
}

}  // namespace whitewater::replica
