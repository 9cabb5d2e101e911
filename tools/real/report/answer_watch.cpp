// A request may be delivered late, or twice; one delivery is enough.
#include "tools/real/report/answer_watch.hpp"

namespace whitewater::tools::real {

void AnswerWatch::on_request(const RequestSeen& seen) {
  if (seen.fate != Passage::delivered || !seen.record.is_get()) return;
  const std::uint64_t name = seen.record.request().name();
  if (seen.way.at_once) delivered_.insert(name);
  if (seen.way.later != 0) on_its_way_.emplace(seen.way.later, name);
}

void AnswerWatch::on_arrival(const ArrivalSeen& seen) {
  const auto found = on_its_way_.find(seen.number);
  if (found == on_its_way_.end()) return;
  delivered_.insert(found->second);
  on_its_way_.erase(found);
}

void AnswerWatch::on_answer(const AnswerSeen& seen) {
  const auto* const reply = seen.reply.get_if<client::Reply>();
  const std::size_t replicas = report_.redirects.size();
  if (reply == nullptr || seen.from.value >= replicas) return;
  switch (seen.outcome) {
    case client::Reply::Outcome::ok:
      ++report_.oks;
      return;
    case client::Reply::Outcome::fail:
      ++report_.fails;
      report_.failing.insert(seen.from);
      return;
    case client::Reply::Outcome::redirect:
      if (reply->leader.value < replicas) ++report_.redirects[seen.from.value][reply->leader.value];
      return;
  }
}

AnswerReport AnswerWatch::report(std::span<const course::RequestRecord> requests, NodeSet ended) const {
  AnswerReport found = report_;
  for (const course::RequestRecord& record : requests) {
    if (!record.is_get() || record.state != course::RequestRecord::State::outstanding) continue;
    if (ended.contains(record.to) || delivered_.count(record.request().name()) == 0) continue;
    if (found.unanswered_gets++ == 0) found.first_get = record.mid();
    found.gets_at.insert(record.to);
  }
  return found;
}

}  // namespace whitewater::tools::real
