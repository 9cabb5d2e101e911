// Starts the processes.
#include "tests/replica/cluster.hpp"

namespace whitewater::replica::test {

Cluster::Cluster(TransportKind kind, unsigned replicas, const std::vector<std::string>& options,
                 const std::vector<std::string>& environment)
    : router(kind, replicas, folder), options_(options), environment_(environment), processes_(replicas) {
  for (unsigned i = 0; i < replicas; ++i) start(i);
}

void Cluster::start(unsigned replica) {
  std::vector<std::string> command{WHITEWATER_REPLICA};
  for (const std::string& word : router.arguments(replica)) command.push_back(word);
  for (std::string option : options_) {
    if (const std::size_t at = option.find("%ID"); at != std::string::npos) option.replace(at, 3, router.id(replica));
    command.push_back(option);
  }
  processes_[replica] = std::make_unique<Process>(folder, router.id(replica), command, environment_);
}

bool Cluster::serves(Duration limit) {
  const auto all_heard = [&] {
    for (unsigned i = 0; i < router.replicas(); ++i)
      if (!router.heard(i)) return false;
    return true;
  };
  return router.run_until(all_heard, limit) && router.ask(true, "first", "1", limit).type == "ok";
}

}  // namespace whitewater::replica::test
