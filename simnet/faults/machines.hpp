// Machines: what faults strike: nodes that can be killed, started again, paused and slowed, and the links between them.
// The simulated world is one of them; whoever runs real processes can be another.
#pragma once

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "simnet/disk_faults.hpp"
#include "simnet/links.hpp"

namespace whitewater::simnet::faults {

class Machines {
 public:
  virtual ~Machines() = default;
  virtual Time now() const = 0;
  virtual unsigned nodes() const = 0;
  virtual NodeSet alive() const = 0;  // paused ones included
  // How often the node was started again.
  virtual std::uint32_t incarnation(NodeId node) const = 0;
  virtual Links& links() = 0;
  // Each does nothing for a node that is so already.
  virtual void kill(NodeId node) = 0;
  virtual void restart(NodeId node) = 0;
  virtual void pause(NodeId node) = 0;
  virtual void resume(NodeId node) = 0;
  // As World::begin_slow() and World::end_slow().
  virtual ModifierId begin_slow(NodeSet nodes, Duration busy) = 0;
  virtual void end_slow(ModifierId id) = 0;
  // As World::clog() and World::unclog().
  virtual void clog(const LinkSet& links) = 0;
  virtual void unclog(const LinkSet& links) = 0;
  // As World::harm_disks() and World::mend_disks().
  virtual ModifierId harm_disks(NodeSet nodes, const DiskFault& fault) = 0;
  virtual void mend_disks(ModifierId id) = 0;
};

}  // namespace whitewater::simnet::faults
