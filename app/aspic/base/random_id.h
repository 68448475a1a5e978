#pragma once
// Bytes that nobody can guess, and names that nobody else has: for leases, workers and epochs. Any
// thread.

#include <cstddef>
#include <string>

namespace aspic {

std::string random_bytes(std::size_t count);

/// So many random bytes as hexadecimal digits, two for each.
std::string random_id(std::size_t bytes = 8);

}  // namespace aspic
