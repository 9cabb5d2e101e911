// Every decision is one hash of what it decides about; no decision depends on an earlier draw.
#include "core/course/workload.hpp"

#include <string_view>

#include "core/base/check.hpp"

namespace whitewater::course {

namespace {

constexpr std::uint64_t client_stream = stream("course/client");
constexpr std::uint64_t operation_stream = stream("course/operation");
constexpr std::uint64_t new_or_old_stream = stream("course/new_or_old_key");
constexpr std::uint64_t key_text_stream = stream("course/key_text");
constexpr std::uint64_t pick_key_stream = stream("course/pick_key");
constexpr std::uint64_t destination_stream = stream("course/destination");

}  // namespace

void Workload::reset(const Rules& rules, std::uint64_t seed) {
  seed_ = seed;
  numbers_ = rules.numbers;
  start_wait_ = rules.start_wait;
  load_time_ = rules.load_time();
  plan_.clear();
  plan_.resize(rules.requests);
  first_.fill(none);
  generated_get_ = 0;
  // Goes from the last request to the first, so that each request finds the next one of its client.
  for (std::uint32_t request = rules.requests; request-- > 0;) {
    Planned& planned = plan_[request];
    planned.client = static_cast<std::uint8_t>(scale(hash_words(seed, client_stream, request), clients));
    planned.get = happens(hash_words(seed, operation_stream, request), rules.mix);
    planned.next = first_[planned.client];
    first_[planned.client] = request;
    if (planned.get) ++generated_get_;
  }
  listed_ = rules.request_list.has_value();
  if (listed_) take_list(*rules.request_list);
}

void Workload::take_list(const std::vector<ListedRequest>& list) {
  first_.fill(none);
  generated_get_ = 0;
  order_.resize(list.size());
  by_number_.assign(plan_.size(), {});
  for (auto i = static_cast<std::uint32_t>(list.size()); i-- > 0;) {
    const ListedRequest& listed = list[i];
    const std::uint32_t number = listed.number.value_or(i);
    check(number < plan_.size() && listed.client < clients, "a listed request is one of the plan and of the clients");
    Planned& planned = plan_[number];
    planned.client = static_cast<std::uint8_t>(listed.client);
    if (listed.kind) planned.get = *listed.kind == ListedRequest::Kind::get;
    planned.next = first_[listed.client];
    first_[listed.client] = number;
    if (planned.get) ++generated_get_;
    order_[i] = number;
    by_number_[number] = {Time{} + listed.time, listed.key};
  }
}

Time Workload::due(std::uint32_t request) const {
  check(request < plan_.size(), "only requests of the plan are due");
  if (listed_) return by_number_[request].due;
  // load_time · request may need more than 64 bits.
  __extension__ using Product = __int128;
  const auto after = static_cast<std::int64_t>(static_cast<Product>(load_time_.ns) * request /
                                               static_cast<std::int64_t>(plan_.size()));
  return Time{} + start_wait_ + Duration{after};
}

bool Workload::wants_new_key(std::uint32_t request) const {
  return happens(hash_words(seed_, new_or_old_stream, request), Probability{500'000});
}

Workload::KeyText Workload::new_key(std::uint32_t request) const {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  __extension__ using Scaled = unsigned __int128;
  KeyText key{};
  for (unsigned at = 0; at < key.size();) {
    std::uint64_t word = hash_words(seed_, key_text_stream, request, at);
    // Eight digits in base 36 use 42 bits of the word; each draw leaves the unused low bits for the next digit.
    for (unsigned i = 0; i < 8; ++i) {
      const Scaled product = static_cast<Scaled>(word) * alphabet.size();
      key[at++] = alphabet[static_cast<std::size_t>(product >> 64)];
      word = static_cast<std::uint64_t>(product);
    }
  }
  return key;
}

std::uint32_t Workload::pick_key(std::uint32_t request, std::uint32_t count) const {
  check(count > 0, "a key is picked only where there is one");
  return static_cast<std::uint32_t>(scale(hash_words(seed_, pick_key_stream, request), count));
}

std::uint32_t Workload::shared_key(std::uint32_t request, std::uint32_t count) const {
  if (listed_ && by_number_[request].key) return *by_number_[request].key;
  return pick_key(request, count);
}

NodeId Workload::pick_replica(std::uint32_t request, std::uint32_t attempt, NodeSet living) const {
  check(!living.empty(), "a replica is picked only while one lives");
  return highest_node(living, hash_words(seed_, destination_stream, request, attempt), numbers_);
}

NodeId highest_node(NodeSet nodes, std::uint64_t word, const NodeNumbers& numbers) {
  NodeId highest = no_node;
  std::uint64_t most = 0;
  for (const NodeId node : nodes) {
    const std::uint64_t draw = combine(word, numbers.of(node));
    if (highest != no_node && draw <= most) continue;
    highest = node;
    most = draw;
  }
  check(highest != no_node, "a node is drawn from a set that has one");
  return highest;
}

NodeId nth_node(NodeSet nodes, std::uint64_t rank) {
  for (const NodeId node : nodes)
    if (rank-- == 0) return node;
  fail_check("the rank of a node is below the size of its set");
}

}  // namespace whitewater::course
