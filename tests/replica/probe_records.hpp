// ProbeRecords: probes on a disk, as decimals.
#pragma once

#include <string>

#include "replica/storage/record_codec.hpp"
#include "tests/contract/probe.hpp"

namespace whitewater::replica::test {

class ProbeRecords final : public RecordCodec {
 public:
  void encode(const PayloadRef& payload, std::string& bytes) const override {
    bytes += std::to_string(contract::number_of(payload));
  }
  Result<PayloadRef> decode(std::string_view bytes, PayloadPool& pool) const override {
    if (bytes.empty() || bytes.find_first_not_of("0123456789") != std::string_view::npos)
      return Error{"", "expected a number"};
    return make_payload<contract::Probe>(pool, contract::Probe{std::stoull(std::string(bytes))});
  }
};

}  // namespace whitewater::replica::test
