// The binary form of a request, as the command of a log entry: canonical (one request, one byte string), and
// decoded from any bytes into a request or an error. Knows nothing of logs or of who sends it.
#pragma once

#include "core/base/error.hpp"
#include "core/base/payload.hpp"
#include "core/client/request.hpp"
#include "core/wire/byte_reader.hpp"
#include "core/wire/byte_writer.hpp"

namespace whitewater::client {

// u8 operation (0 get, 1 put) | u16 client | u16 leader | prefixed MID | prefixed key | for a put: prefixed value
void encode_request(const Request& request, ByteWriter& bytes);

// Reads one request from bytes and leaves what follows it there.
Result<PayloadRef> decode_request(ByteReader& bytes, PayloadPool& pool);

}  // namespace whitewater::client
