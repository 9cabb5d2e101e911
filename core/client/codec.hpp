// The binary form of a request, as the command of a log entry. The form is canonical (one request, one byte string).
// Any bytes decode into a request or an error. The codec knows nothing of logs or of who sends the request.
#pragma once

#include "core/base/error.hpp"
#include "core/base/payload.hpp"
#include "core/client/request.hpp"
#include "core/wire/byte_reader.hpp"
#include "core/wire/byte_writer.hpp"

namespace whitewater::client {

// u8 operation (0 get, 1 put) | u16 client | u16 leader | prefixed MID | prefixed key | for a put: prefixed value
void encode_request(const Request& request, ByteWriter& bytes);

// Reads one request and leaves the bytes that follow it in the reader.
Result<PayloadRef> decode_request(ByteReader& bytes, PayloadPool& pool);

}  // namespace whitewater::client
