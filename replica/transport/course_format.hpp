// CourseFormat: the course's JSON as a replica sees it. It rejects a message that is not for this node, a message whose
// sender may not send such a message, and a request that is too long to be replicated over the same transport.
#pragma once

#include <cstddef>

#include "core/course/json_codec.hpp"
#include "replica/transport/message_format.hpp"

namespace whitewater::replica {

class CourseFormat final : public MessageFormat {
 public:
  // Keeps a reference to bodies. request_bytes_max: the limit for a client's request as received.
  CourseFormat(NodeId self, unsigned replicas, const BodyCodec& bodies, std::size_t request_bytes_max)
      : self_(self), replicas_(replicas), request_bytes_max_(request_bytes_max), codec_(replicas, bodies) {}

  void encode(const Codec::Address& address, const PayloadRef& payload, std::string& bytes) override {
    codec_.encode(address, payload, bytes);
  }
  Result<Arrival> decode(std::string_view bytes, PayloadPool& pool) override;

 private:
  NodeId self_;
  unsigned replicas_;
  std::size_t request_bytes_max_;
  course::CourseCodec codec_;
};

// How many bytes of a message body fit into a course message of message_bytes bytes, after base64 and the envelope.
constexpr std::size_t body_bytes_within(std::size_t message_bytes) {
  return (message_bytes - 256) / 4 * 3;
}

}  // namespace whitewater::replica
