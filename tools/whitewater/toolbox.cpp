// Programs come last: the first system is the default.
#include "tools/whitewater/toolbox.hpp"

#include <span>
#include <vector>

#include "scenarios/standard/standard.hpp"
#include "tools/virtual/host/process_cluster.hpp"

namespace whitewater::tools {

const scenarios::Toolbox& program_toolbox() {
  static const std::vector<scenarios::System> systems = [] {
    const std::span<const scenarios::System> own = scenarios::standard_toolbox().systems;
    std::vector<scenarios::System> all(own.begin(), own.end());
    all.push_back(virtual_time::program_system());
    return all;
  }();
  static const scenarios::Toolbox toolbox{systems, scenarios::standard_toolbox().workloads};
  return toolbox;
}

}  // namespace whitewater::tools
