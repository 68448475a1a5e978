#pragma once
// Names that nobody else has: for leases, workers and epochs. Any thread.

#include <sodium.h>

#include <array>
#include <string>

namespace aspic {

/// 16 hexadecimal digits.
inline std::string random_id()
{
    std::array<unsigned char, 8> random{};
    randombytes_buf(random.data(), random.size());
    std::array<char, 17> text{};
    sodium_bin2hex(text.data(), text.size(), random.data(), random.size());
    return text.data();
}

}  // namespace aspic
