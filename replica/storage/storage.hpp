// Storage: where a host's durable writes go. A write counts as durable once sync() has returned without an error;
// after an error nothing is known of what is on the disk, so the host ends and nobody tries again.
// Knows nothing of what a record means.
#pragma once

#include <optional>

#include "core/actor/effects.hpp"
#include "core/actor/event.hpp"
#include "core/base/error.hpp"

namespace whitewater::replica {

class Storage {
 public:
  virtual ~Storage() = default;
  // Of the node's earlier lives; valid until the first write.
  virtual Recovered recovered() const = 0;
  virtual std::optional<Error> write(const Effects::Write& write) = 0;
  virtual std::optional<Error> sync() = 0;
  // Writes need no sync().
  virtual bool durable_at_once() const { return false; }
};

// Of a node that never comes back: what only its own memory holds is as durable as the node.
class NoStorage final : public Storage {
 public:
  Recovered recovered() const override { return {}; }
  std::optional<Error> write(const Effects::Write&) override { return std::nullopt; }
  std::optional<Error> sync() override { return std::nullopt; }
  bool durable_at_once() const override { return true; }
};

}  // namespace whitewater::replica
