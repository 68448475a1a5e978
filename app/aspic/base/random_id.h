#pragma once
// Bytes that cannot be guessed, and unique names: for leases, workers and epochs. Any thread.

#include <cstddef>
#include <string>

namespace aspic {

std::string random_bytes(std::size_t count);

/// `bytes` random bytes as hexadecimal digits, two for each byte.
std::string random_id(std::size_t bytes = 8);

}  // namespace aspic
