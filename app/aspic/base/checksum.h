#pragma once
// A fast checksum, which detects damage: a text that was cut, or written by another program. It
// does not protect from people who want two texts with the same sum: use `digest` for that. Any
// thread.

#include <cstdint>
#include <optional>
#include <string_view>

namespace aspic {

/// XXH3, 64 bits (xxhash.com). It is the same on all machines.
std::uint64_t checksum(std::string_view text);

/// The same of a whole file, which is mapped and not copied. Nothing if it cannot be read. The file
/// must not become shorter in the meantime.
std::optional<std::uint64_t> checksum_of_file(const char* path);

}  // namespace aspic
