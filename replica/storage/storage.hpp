// Storage: where a host's durable writes go. A write is durable once sync() has returned without an error. After an
// error nobody knows what is on the disk, so the host ends and nobody retries.
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
  // The writes of the node's earlier lives. Valid until the first write.
  virtual Recovered recovered() const = 0;
  virtual std::optional<Error> write(const Effects::Write& write) = 0;
  virtual std::optional<Error> sync() = 0;
  // True if writes need no sync().
  virtual bool durable_at_once() const { return false; }
};

// For a node that never restarts: what is only in its memory is as durable as the node itself.
class NoStorage final : public Storage {
 public:
  Recovered recovered() const override { return {}; }
  std::optional<Error> write(const Effects::Write&) override { return std::nullopt; }
  std::optional<Error> sync() override { return std::nullopt; }
  bool durable_at_once() const override { return true; }
};

}  // namespace whitewater::replica
