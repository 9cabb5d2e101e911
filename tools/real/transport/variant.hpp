// The transports of the different generations of the course's simulator. The driver is told which one to use; a replica
// guesses it from its arguments and from the socket that it finds.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace whitewater::tools::real {

enum class Variant : std::uint8_t {
  udp,        // REPLICA PORT ID PEER...; one JSON object per datagram, after a hello
  stream,     // REPLICA ID PEER...; a UNIX stream socket named ID in the working directory, one object per line
  seqpacket,  // as stream, with packets; start_wait and end_wait are part of lifetime
};

inline constexpr std::array<std::string_view, 3> variant_names{"udp", "stream", "seqpacket"};

constexpr std::string_view variant_name(Variant variant) {
  return variant_names[static_cast<std::size_t>(variant)];
}

constexpr std::optional<Variant> variant_named(std::string_view name) {
  for (std::size_t i = 0; i < variant_names.size(); ++i)
    if (variant_names[i] == name) return static_cast<Variant>(i);
  return std::nullopt;
}

}  // namespace whitewater::tools::real
