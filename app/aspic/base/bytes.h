#pragma once
// A number of bytes that may be a template argument: allow_body<32_MiB>.

#include <cstddef>
#include <string>

namespace aspic {

struct Bytes {
    std::size_t count;
    constexpr bool operator==(const Bytes&) const = default;
};

inline namespace literals {

consteval Bytes operator""_KiB(unsigned long long count)
{
    return {static_cast<std::size_t>(count) << 10U};
}
consteval Bytes operator""_MiB(unsigned long long count)
{
    return {static_cast<std::size_t>(count) << 20U};
}
consteval Bytes operator""_GiB(unsigned long long count)
{
    return {static_cast<std::size_t>(count) << 30U};
}

}  // namespace literals

/// "32 MiB", "1536 bytes": in the largest unit that is exact.
inline std::string bytes_text(std::size_t count)
{
    if (count > 0 && count % (std::size_t{1} << 30U) == 0)
        return std::to_string(count >> 30U) + " GiB";
    if (count > 0 && count % (std::size_t{1} << 20U) == 0)
        return std::to_string(count >> 20U) + " MiB";
    if (count > 0 && count % (std::size_t{1} << 10U) == 0)
        return std::to_string(count >> 10U) + " KiB";
    return std::to_string(count) + " bytes";
}

}  // namespace aspic
