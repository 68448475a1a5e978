#pragma once
// Waits for a condition, never for a fixed time.

#include <chrono>
#include <thread>

namespace support {

/// Returns true as soon as the condition holds. Returns false after a time that no healthy run
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
