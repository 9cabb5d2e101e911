// The layout of requests and replies in one block, and how they are copied and hashed.
#include "core/client/request.hpp"

#include "core/base/check.hpp"

namespace whitewater::client {

struct RequestMaker {
  static void take_hashes(Request& request) {
    request.name_ = request_name(request.client, request.mid());
    request.key_hash_ = hash_bytes(request.key());
  }
};

namespace {

char* put_bytes(char* to, std::string_view bytes) {
  if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
  return to + bytes.size();
}

PayloadRef make_request(PayloadPool& pool, Request request, std::string_view mid, std::string_view key,
                        std::string_view value) {
  check(mid.size() <= 0xFFFF, "a MID is shorter than 64 KiB");
  request.mid_bytes = static_cast<std::uint16_t>(mid.size());
  request.key_bytes = static_cast<std::uint32_t>(key.size());
  request.value_bytes = static_cast<std::uint32_t>(value.size());
  const auto tail_bytes = static_cast<std::uint32_t>(mid.size() + key.size() + value.size());
  return make_with_tail<Request>(
      pool, tail_bytes,
      [&](Request& made, char* tail) {
        put_bytes(put_bytes(put_bytes(tail, mid), key), value);
        RequestMaker::take_hashes(made);
      },
      request);
}

PayloadRef make_reply(PayloadPool& pool, Reply reply, std::string_view mid, std::string_view value) {
  check(mid.size() <= 0xFFFF, "a MID is shorter than 64 KiB");
  reply.mid_bytes = static_cast<std::uint16_t>(mid.size());
  reply.value_bytes = static_cast<std::uint32_t>(value.size());
  const auto tail_bytes = static_cast<std::uint32_t>(mid.size() + value.size());
  return make_with_tail<Reply>(
      pool, tail_bytes, [&](Reply&, char* tail) { put_bytes(put_bytes(tail, mid), value); }, reply);
}

Reply reply_of(Reply::Outcome outcome, NodeId leader, bool has_value) {
  Reply reply;
  reply.leader = leader;
  reply.outcome = outcome;
  reply.has_value = has_value;
  return reply;
}

Request request_of(Request::Operation operation, NodeId client, NodeId leader) {
  Request request;
  request.client = client;
  request.leader = leader;
  request.operation = operation;
  return request;
}

}  // namespace

std::uint64_t Request::fold() const {
  const std::uint64_t small = client.value | (std::uint64_t{leader.value} << 16) |
                              (static_cast<std::uint64_t>(operation) << 32) |
                              (std::uint64_t{payload_kind.number} << 40);
  return mix_words(small, name_, key_hash_, hash_bytes(value()));
}

std::uint64_t Reply::fold() const {
  return mix_words(payload_kind.number, leader.value, static_cast<std::uint64_t>(outcome) * 2 + (has_value ? 1 : 0),
                   hash_bytes({tail(), std::size_t{mid_bytes} + value_bytes}), mid_bytes);
}

PayloadRef make_get(PayloadPool& pool, NodeId client, NodeId leader, std::string_view mid, std::string_view key) {
  return make_request(pool, request_of(Request::Operation::get, client, leader), mid, key, {});
}

PayloadRef make_put(PayloadPool& pool, NodeId client, NodeId leader, std::string_view mid, std::string_view key,
                    std::string_view value) {
  return make_request(pool, request_of(Request::Operation::put, client, leader), mid, key, value);
}

PayloadRef make_ok(PayloadPool& pool, NodeId leader, std::string_view mid) {
  return make_reply(pool, reply_of(Reply::Outcome::ok, leader, false), mid, {});
}

PayloadRef make_ok_value(PayloadPool& pool, NodeId leader, std::string_view mid, std::string_view value) {
  return make_reply(pool, reply_of(Reply::Outcome::ok, leader, true), mid, value);
}

PayloadRef make_redirect(PayloadPool& pool, NodeId leader, std::string_view mid) {
  return make_reply(pool, reply_of(Reply::Outcome::redirect, leader, false), mid, {});
}

PayloadRef make_fail(PayloadPool& pool, NodeId leader, std::string_view mid) {
  return make_reply(pool, reply_of(Reply::Outcome::fail, leader, false), mid, {});
}

}  // namespace whitewater::client
