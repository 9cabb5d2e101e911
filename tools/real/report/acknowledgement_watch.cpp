// A delivery is an event of its receiver; what a replica sends carries its latest one.
#include "tools/real/report/acknowledgement_watch.hpp"

#include <algorithm>

namespace whitewater::tools::real {

AcknowledgementWatch::AcknowledgementWatch(unsigned replicas)
    : needed_(replicas / 2 + 1), latest_(replicas, 0), times_(1) {
  puts_.reset(replicas, needed_);
}

void AcknowledgementWatch::happened(NodeId node, checks::AcknowledgedPuts::EventNumber sent_after, Time now) {
  puts_.happened(node, sent_after);
  puts_.make_room();
  latest_[node.value] = puts_.now();
  times_.push_back(now);
}

void AcknowledgementWatch::on_message(const MessageSeen& seen) {
  if (seen.fate != Passage::delivered) return;
  if (seen.way.later != 0) on_its_way_[seen.way.later] = {latest_[seen.from.value], std::nullopt};
  if (seen.way.at_once) happened(seen.to, latest_[seen.from.value], seen.time);
}

void AcknowledgementWatch::on_request(const RequestSeen& seen) {
  if (seen.fate != Passage::delivered || seen.record.is_get()) return;
  const std::uint64_t name = seen.record.request().name();
  if (seen.way.later != 0) on_its_way_[seen.way.later] = {0, name};
  if (!seen.way.at_once) return;
  happened(seen.to, 0, seen.time);
  puts_.put_delivered(name);
}

void AcknowledgementWatch::on_arrival(const ArrivalSeen& seen) {
  const auto found = on_its_way_.find(seen.number);
  if (found == on_its_way_.end()) return;  // a get
  happened(seen.to, found->second.sent_after, seen.time);
  if (found->second.put) puts_.put_delivered(*found->second.put);
}

void AcknowledgementWatch::on_answer_left(const AnswerLeft& seen) {
  answers_on_their_way_[seen.number] = puts_.acknowledged(client::request_name(seen.client, seen.mid), seen.from);
}

void AcknowledgementWatch::on_answer(const AnswerSeen& seen) {
  if (seen.outcome != client::Reply::Outcome::ok || seen.record == nullptr || seen.record->is_get()) return;
  if (seen.judgement != Judgement::accepted) return;
  ++judged_;
  const auto left = answers_on_their_way_.find(seen.number);
  const auto found =
      left != answers_on_their_way_.end() ? left->second : puts_.acknowledged(seen.record->request().name(), seen.from);
  if (found)
    early_.push_back({std::string(seen.mid), seen.client, seen.from, seen.record->sent, seen.time, found->heard});
}

UnansweredPuts AcknowledgementWatch::unanswered(std::span<const course::RequestRecord> requests, NodeSet ended) {
  UnansweredPuts found;
  std::vector<Duration> took;
  for (const course::RequestRecord& record : requests) {
    if (record.is_get() || record.state != course::RequestRecord::State::outstanding) continue;
    const std::uint64_t name = record.request().name();
    const NodeSet heard = puts_.heard(name, record.to);
    if (heard.empty() || ended.contains(record.to)) {
      ++found.undelivered;
    } else if (const auto event = puts_.majority_known(name, record.to)) {
      if (found.majority++ == 0) {
        found.heard = heard - NodeSet::of(record.to);
        found.first_of_majority = record.mid();
      }
      found.majority_at.insert(record.to);
      took.push_back(times_[*event] - record.sent);
    } else if ((heard - NodeSet::of(record.to)).empty()) {
      ++found.nobody;
      found.nobody_at.insert(record.to);
    }
  }
  if (!took.empty()) {
    std::nth_element(took.begin(), took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2), took.end());
    found.majority_within = took[took.size() / 2];
  }
  return found;
}

}  // namespace whitewater::tools::real
