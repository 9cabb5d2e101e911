// The words that --replica-arg puts before the course's arguments, for one replica.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace whitewater::tools::real {

// {id} is replaced by the replica's ID, {folder} by the folder of the run, which is new and is removed at its end: so
// each replica can keep its data in a place of its own, and find it again when it is started again.
std::vector<std::string> replica_words(std::span<const std::string> words, const std::string& id,
                                       const std::string& folder);

}  // namespace whitewater::tools::real
