#pragma once
// Waiting for a condition, never for a time.

#include <chrono>
#include <thread>

namespace support {

/// True once the condition holds; false where it still does not after a time that no healthy run
/// takes.
template <class Condition>
bool eventually(Condition holds)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return true;
}

}  // namespace support
