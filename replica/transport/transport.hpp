// Transport: one connection to whoever forwards messages (the course simulator), as whole messages there and back.
// Promises: neither call ever blocks; what cannot leave at once waits in order, up to a bound; bytes that are no
// message are named and skipped. Knows nothing of what a message says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whitewater::replica {

struct Received {
  enum class Kind : std::uint8_t {
    message,  // bytes holds it until the next call
    unfit,    // something that is no message (empty, cut, too long); why says so
    nothing,  // no more for now
    refused,  // nobody listens at the other end just now
    closed,   // the other end is gone for good
  };
  Kind kind = Kind::nothing;
  std::string_view bytes;
  const char* why = "";
};

enum class Sent : std::uint8_t { yes, too_long, dropped };

class Transport {
 public:
  virtual ~Transport() = default;

  // Readable: receive() has something.
  virtual int descriptor() const = 0;
  virtual Received receive() = 0;

  // Lets the message leave at the next flush(): what one event says leaves together, so that whoever is waiting for the
  // first of it does not take the processor before the rest is said. dropped: too much waits already.
  virtual Sent send(std::string_view message) = 0;
  virtual void flush() = 0;
  // Whether something waits until the descriptor is writable, and the call to make then.
  virtual bool waits_to_write() const = 0;
  virtual void write_waiting() = 0;

  // What send() takes at most.
  virtual std::size_t message_bytes_max() const = 0;
};

}  // namespace whitewater::replica
