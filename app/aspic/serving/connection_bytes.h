#pragma once
// The bytes of a connection that must not block: taking them, dropping them, and sending a few. Any
// thread that owns the connection.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aspic {

enum class Got : std::uint8_t { bytes, nothing_yet, end };

/// Receives into `buffer` what has arrived; `got` is how much.
Got receive(int connection, char* buffer, std::size_t size, std::size_t& got);

/// The most that is read from one connection before other connections have their turn.
inline constexpr std::size_t most_at_once = std::size_t{256} << 10U;

/// Reads and drops what the client sent: if TCP closes a connection with unread bytes, our answer
/// may be lost.
void drop_unread(int connection);

/// Returns false if the client has gone, or does not read.
bool send_replies(int connection, std::string_view replies);

}  // namespace aspic
