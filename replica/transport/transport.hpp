// Transport: sends and receives whole messages over one connection to the process that forwards them (the course
// simulator). Promises: no call ever blocks; messages that cannot be sent at once wait in order, up to a bound; bytes
// that are no message are reported and skipped. Knows nothing of what a message says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whitewater::replica {

struct Received {
  enum class Kind : std::uint8_t {
    message,  // bytes holds the message until the next call
    unfit,    // something that is no message (empty, truncated, too long); `why` says what
    nothing,  // no more input for now
    refused,  // no process listens at the other end at the moment
    closed,   // the other end has closed the connection for good
  };
  Kind kind = Kind::nothing;
  std::string_view bytes;
  const char* why = "";
};

enum class Sent : std::uint8_t { yes, too_long, dropped };

class Transport {
 public:
  virtual ~Transport() = default;

  // If it is readable, receive() returns something.
  virtual int descriptor() const = 0;
  virtual Received receive() = 0;

  // Queues the message for the next flush(). All messages of one event are sent together, so that a process that waits
  // for the first one does not take the processor before the rest are sent. dropped: too much is waiting already.
  virtual Sent send(std::string_view message) = 0;
  virtual void flush() = 0;
  // True if messages wait until the descriptor is writable; call write_waiting() then.
  virtual bool waits_to_write() const = 0;
  virtual void write_waiting() = 0;

  // The longest message that send() accepts.
  virtual std::size_t message_bytes_max() const = 0;
};

}  // namespace whitewater::replica
