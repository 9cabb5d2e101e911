// RequestRecord: the history of one MID: what was asked, by which client, of which replica, and what was answered.
// There is one record for every request and every retry, in the order of sending. Records are kept until the next run,
// so that a story can name the requests that were lost, answered twice or answered wrongly.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/payload.hpp"
#include "core/base/time.hpp"
#include "core/client/request.hpp"

namespace whitewater::course {

struct RequestRecord {
  enum class State : std::uint8_t { outstanding, ok, redirected, failed };

  static constexpr std::uint32_t none = 0xFFFFFFFF;

  PayloadRef payload;  // the client::Request itself
  Time sent;
  Time first_sent;                // of the first attempt
  Time answered;                  // valid unless outstanding
  std::uint32_t number = 0;       // the request's number in the plan
  std::uint32_t attempt = 0;      // 0, then 1 … for the retries
  std::uint32_t previous = none;  // the record of the previous attempt
  std::uint32_t key_number = 0;   // the Course's own number of the key
  std::uint32_t duplicates = 0;   // answers that came after an ok answer
  std::uint32_t refused = 0;      // answers judged incorrect because this MID was not outstanding for their client
  NodeId to;
  NodeId answered_by = no_node;
  State state = State::outstanding;
  bool read_a_value = false;     // for a get that is ok: the answer had a value, see Course::read_value
  std::uint32_t read_begin = 0;  // where the Course keeps that value
  std::uint32_t read_bytes = 0;
  bool wrong_value = false;  // ok, but with another value than the one that the client had acknowledged

  const client::Request& request() const { return *payload.get_if<client::Request>(); }
  NodeId client() const { return request().client; }
  bool is_get() const { return request().operation == client::Request::Operation::get; }
  std::string_view mid() const { return request().mid(); }
  std::string_view key() const { return request().key(); }
  bool judged_incorrect() const { return wrong_value || refused > 0; }
};

// An answer that was judged incorrect because its MID was not outstanding for the client that it was sent to.
struct RefusedAnswer {
  enum class Why : std::uint8_t {
    unknown_mid,      // no request has that MID
    another_clients,  // a client asked so, but another one
    retried,          // that attempt was answered by a redirect or a fail before
  };
  Why why = Why::unknown_mid;
  NodeId from, to;
  NodeId asker = no_node;  // who asked; no_node: nobody
  Time time;
  std::string mid;
};

}  // namespace whitewater::course
