// CourseFormat: the course's JSON as a replica sees it: what is not for this node, not from whom such a message comes,
// or too long to be replicated over the same transport, is refused.
#pragma once

#include <cstddef>

#include "core/course/json_codec.hpp"
#include "replica/transport/message_format.hpp"

namespace whitewater::replica {

class CourseFormat final : public MessageFormat {
 public:
  // Refers to bodies. request_bytes_max: of a client's request, as it comes.
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

// How many bytes of a message body fit into a course message of so many bytes, base64 and envelope considered.
constexpr std::size_t body_bytes_within(std::size_t message_bytes) {
  return (message_bytes - 256) / 4 * 3;
}

}  // namespace whitewater::replica
