// Converts payloads to the course's JSON and back.
#include "core/course/json_codec.hpp"

#include <algorithm>
#include <array>

#include "core/base/check.hpp"
#include "core/client/request.hpp"
#include "core/course/message_json.hpp"
#include "core/wire/base64.hpp"
#include "core/wire/byte_reader.hpp"
#include "core/wire/byte_writer.hpp"
#include "core/wire/crc32c.hpp"

namespace whitewater::course {

namespace {

using client::Reply;
using client::Request;

constexpr std::array<std::string_view, 6> course_types{"get", "put", "ok", "redirect", "fail", "hello"};
constexpr std::size_t mid_bytes_max = 0xFFFF;
constexpr std::size_t checksum_bytes = 4;

std::string_view type_of(Reply::Outcome outcome) {
  switch (outcome) {
    case Reply::Outcome::ok:
      return "ok";
    case Reply::Outcome::redirect:
      return "redirect";
    case Reply::Outcome::fail:
      return "fail";
  }
  return "fail";
}

// Returns the field, which must be a string. If it is not a string, sets error.
std::string_view required(const MessageText& message, std::string_view field, Error& error) {
  const std::optional<std::string_view> text = message.text(field);
  if (text) return *text;
  if (error.message.empty())
    error = {std::string(field), "expected a string in every \"" + std::string(message.type()) + "\""};
  return {};
}

std::string_view required_mid(const MessageText& message, Error& error) {
  const std::string_view mid = required(message, "MID", error);
  if (mid.size() > mid_bytes_max) error = {"MID", "expected at most 65535 bytes, found " + std::to_string(mid.size())};
  return mid;
}

Result<PayloadRef> decode_request(const MessageText& message, NodeId client, NodeId leader, PayloadPool& pool) {
  const bool put = message.type() == "put";
  Error error;
  const std::string_view mid = required_mid(message, error);
  const std::string_view key = required(message, "key", error);
  const std::string_view value = put ? required(message, "value", error) : std::string_view{};
  if (!error.message.empty()) return error;
  return put ? client::make_put(pool, client, leader, mid, key, value)
             : client::make_get(pool, client, leader, mid, key);
}

// The checksum of a replica's message: sender, receiver, leader, type and body.
std::uint32_t checksum(std::string_view src, std::string_view dst, std::string_view leader, std::string_view type,
                       std::string_view body) {
  return crc32c(body, crc32c(type, crc32c(leader, crc32c(dst, crc32c(src)))));
}

Error misdirected(std::string_view what) {
  return {std::string(what), "expected the address of the link that the message came by, found another"};
}

}  // namespace

void append_request(std::string& out, const Request& request, NodeId from, NodeId to, unsigned replicas) {
  const bool put = request.operation == Request::Operation::put;
  append_envelope(out, id_text(from, replicas), id_text(to, replicas), id_text(request.leader, replicas),
                  put ? "put" : "get");
  append_field(out, "MID", request.mid());
  append_field(out, "key", request.key());
  if (put) append_field(out, "value", request.value());
  out.push_back('}');
}

std::optional<Reply::Outcome> outcome_named(std::string_view type) {
  for (const Reply::Outcome outcome : {Reply::Outcome::ok, Reply::Outcome::redirect, Reply::Outcome::fail})
    if (type == type_of(outcome)) return outcome;
  return std::nullopt;
}

PayloadRef make_reply(PayloadPool& pool, Reply::Outcome outcome, NodeId leader, std::string_view mid,
                      std::optional<std::string_view> value) {
  switch (outcome) {
    case Reply::Outcome::redirect:
      return client::make_redirect(pool, leader, mid);
    case Reply::Outcome::fail:
      return client::make_fail(pool, leader, mid);
    case Reply::Outcome::ok:
      break;
  }
  return value ? client::make_ok_value(pool, leader, mid, *value) : client::make_ok(pool, leader, mid);
}

Result<PayloadRef> decode_reply(const MessageText& message, NodeId leader, PayloadPool& pool) {
  const std::optional<Reply::Outcome> outcome = outcome_named(message.type());
  if (!outcome) return Error{"type", "expected ok, redirect or fail"};
  Error error;
  const std::string_view mid = required_mid(message, error);
  if (!error.message.empty()) return error;
  return make_reply(pool, *outcome, leader, mid, message.text("value"));
}

CourseCodec::CourseCodec(unsigned replicas, const BodyCodec& bodies) : replicas_(replicas), bodies_(&bodies) {
  for (const std::string_view name : bodies.type_names())
    check(std::find(course_types.begin(), course_types.end(), name) == course_types.end(),
          "a protocol names none of its messages as the course names one of its own");
}

void CourseCodec::encode(const Address& address, const PayloadRef& payload, std::string& bytes) {
  if (const auto* request = payload.get_if<Request>()) {
    check(request->client == address.from, "a request is sent by its client");
    return append_request(bytes, *request, address.from, address.to, replicas_);
  }
  const std::string src = id_text(address.from, replicas_);
  const std::string dst = id_text(address.to, replicas_);
  if (const auto* reply = payload.get_if<Reply>()) {
    append_envelope(bytes, src, dst, id_text(reply->leader, replicas_), type_of(reply->outcome));
    append_field(bytes, "MID", reply->mid());
    if (reply->has_value) append_field(bytes, "value", reply->value());
  } else {
    const std::size_t type = bodies_->type(payload);
    const std::string leader = id_text(bodies_->leader(payload), replicas_);
    const std::string_view name = bodies_->type_names()[type];
    append_envelope(bytes, src, dst, leader, name);
    body_.assign(checksum_bytes, '\0');
    bodies_->encode(payload, body_);
    const std::string_view body = std::string_view(body_).substr(checksum_bytes);
    ByteWriter(body_).replace_u32(0, checksum(src, dst, leader, name, body));
    bytes.append(",\"data\":\"");
    append_base64(bytes, body_);
    bytes.push_back('"');
  }
  bytes.push_back('}');
}

Result<PayloadRef> CourseCodec::decode(const Address& address, std::string_view bytes, PayloadPool& pool) {
  Result<Decoded> decoded = decode(bytes, pool);
  if (!decoded.ok()) return decoded.error();
  const Address& found = decoded.value().address;
  const bool broadcast = found.to == no_node && found.kind == SendKind::message;
  if (found.from != address.from) return misdirected("src");
  if (found.to != address.to && !broadcast) return misdirected("dst");
  if (found.kind != address.kind) return misdirected("type");
  return std::move(decoded.value().payload);
}

Result<CourseCodec::Decoded> CourseCodec::decode(std::string_view bytes, PayloadPool& pool) const {
  Result<MessageText> parsed = MessageText::parse(bytes);
  if (!parsed.ok()) return parsed.error();
  const MessageText& message = parsed.value();
  const std::optional<NodeId> from = node_of(message.src(), replicas_);
  const std::optional<NodeId> to = node_of(message.dst(), replicas_);
  if (!from || *from == no_node)
    return Error{"src", "expected a replica or client, found " + std::string(message.src())};
  if (!to) return Error{"dst", "expected a replica, a client or FFFF, found " + std::string(message.dst())};
  // A leader that names no node here is treated as not known.
  const NodeId leader = node_of(message.leader(), replicas_).value_or(no_node);

  const auto finish = [&](SendKind kind, Result<PayloadRef> payload) -> Result<Decoded> {
    if (!payload.ok()) return payload.error();
    return Decoded{{*from, *to, kind}, std::move(payload.value())};
  };
  const std::string_view type = message.type();
  if (type == "get" || type == "put") return finish(SendKind::request, decode_request(message, *from, leader, pool));
  if (outcome_named(type)) return finish(SendKind::reply, decode_reply(message, leader, pool));

  return finish(SendKind::message, decode_body(message, leader, pool));
}

Result<PayloadRef> CourseCodec::decode_body(const MessageText& message, NodeId leader, PayloadPool& pool) const {
  const std::optional<std::size_t> type = body_type(message.type());
  if (!type)
    return Error{"type",
                 "expected a type of the protocol, found \"" + std::string(message.type().substr(0, 40)) + "\""};
  const std::optional<std::string_view> data = message.text("data");
  std::string bytes;
  if (!data || !decode_base64(*data, bytes)) return Error{"data", "expected a string of base64"};
  ByteReader reader(bytes);
  const std::uint32_t sum = reader.u32();
  const std::string_view body = reader.bytes(reader.remaining());
  if (reader.failed() || sum != checksum(message.src(), message.dst(), message.leader(), message.type(), body))
    return Error{"data", "expected bytes that match the checksum, found others"};
  return bodies_->decode(*type, leader, body, pool);
}

std::optional<std::size_t> CourseCodec::body_type(std::string_view name) const {
  const std::span<const std::string_view> names = bodies_->type_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace whitewater::course
