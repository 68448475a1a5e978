#pragma once
// A duration that may be a template argument: cache_page<1h>. (std::chrono::duration itself is not
// structural.)

#include <chrono>
#include <cstdint>

namespace aspic {

struct Seconds {
    std::int64_t count;

    template <class Rep, class Period>
    // NOLINTNEXTLINE(google-explicit-constructor)
    consteval Seconds(std::chrono::duration<Rep, Period> duration)
        : count{std::chrono::duration_cast<std::chrono::seconds>(duration).count()}
    {
    }
    constexpr std::chrono::seconds value() const { return std::chrono::seconds{count}; }
    constexpr bool operator==(const Seconds&) const = default;
};

}  // namespace aspic
