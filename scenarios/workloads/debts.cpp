// The sentence.
#include "scenarios/workloads/debts.hpp"

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"

namespace whitewater::scenarios {

std::string Debts::text(std::string_view operation, std::string_view mid, NodeId replica, Time sent) const {
  return concat({"an answer to the ", operation, " ", mid, " that ", node_text(replica, replicas_), " was asked at ",
                 microsecond_seconds(sent - Time{}), " s, and that no kill can have lost"});
}

}  // namespace whitewater::scenarios
