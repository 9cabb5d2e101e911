// A cluster of real replica processes behind a router.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/replica/router.hpp"

namespace whitewater::replica::test {

class Cluster {
 public:
  Cluster(TransportKind kind, unsigned replicas, const std::vector<std::string>& options = {},
          const std::vector<std::string>& environment = {});

  void start(unsigned replica);
  Process& process(unsigned replica) { return *processes_[replica]; }
  std::string errors(unsigned replica) const { return folder.text(router.id(replica) + ".err"); }
  // Until a put is answered ok.
  bool serves(Duration limit);

  Folder folder;
  Router router;

 private:
  std::vector<std::string> options_;
  std::vector<std::string> environment_;
  std::vector<std::unique_ptr<Process>> processes_;
};

}  // namespace whitewater::replica::test
