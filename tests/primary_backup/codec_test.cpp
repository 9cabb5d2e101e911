// The codec of primary-backup messages: round trips, and no bytes do harm.
#include "core/primary_backup/codec.hpp"

#include <string>

#include "core/client/request.hpp"
#include "core/primary_backup/message.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using primary_backup::Acknowledge;
using primary_backup::PrimaryBackupCodec;
using primary_backup::Update;

TEST_CASE("updates and acknowledgements come back from their bytes as they were") {
  PayloadPool pool;
  const PrimaryBackupCodec codec;
  const PayloadRef request = client::make_put(pool, NodeId{6}, no_node, "m", "k", "v");
  const PayloadRef messages[] = {make_payload<Update>(pool, std::uint64_t{7}, request),
                                 make_payload<Acknowledge>(pool, std::uint64_t{7})};
  for (std::size_t type = 0; type < 2; ++type) {
    CHECK(codec.type(messages[type]) == type);
    CHECK(codec.type_names()[type] == messages[type].name());
    CHECK(codec.leader(messages[type]) == NodeId{0});
    std::string bytes;
    codec.encode(messages[type], bytes);
    Result<PayloadRef> back = codec.decode(type, NodeId{0}, bytes, pool);
    REQUIRE(back.ok());
    CHECK(back.value().fold() == messages[type].fold());
    CHECK(back.value().wire_bytes() == messages[type].wire_bytes());
    CHECK_FALSE(codec.decode(type, NodeId{0}, bytes + "x", pool).ok());
    CHECK_FALSE(codec.decode(1 - type, NodeId{0}, bytes, pool).ok());
    CHECK_FALSE(codec.decode(2, NodeId{0}, bytes, pool).ok());
    for (std::size_t length = 0; length < bytes.size(); ++length)
      CHECK_FALSE(codec.decode(type, NodeId{0}, std::string_view(bytes).substr(0, length), pool).ok());
  }
}

TEST_CASE("any bytes decode to a message or an error") {
  tests::check_property([](const std::string& bytes, bool update) {
    PayloadPool pool;
    const PrimaryBackupCodec codec;
    Result<PayloadRef> back = codec.decode(update ? 0 : 1, NodeId{0}, bytes, pool);
    if (!back) return;
    std::string again;
    codec.encode(back.value(), again);
    RC_ASSERT(again == bytes);
  });
}
