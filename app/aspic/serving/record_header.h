#pragma once
// The records of FastCGI (FastCGI Specification 1.0, sections 3.3 and 8). Values.

#include <array>
#include <cstddef>
#include <cstdint>

namespace aspic::fastcgi {

inline constexpr std::uint8_t version = 1;

inline constexpr std::uint8_t begin_request = 1;
inline constexpr std::uint8_t abort_request = 2;
inline constexpr std::uint8_t end_request = 3;
inline constexpr std::uint8_t params = 4;
inline constexpr std::uint8_t stdin_stream = 5;
inline constexpr std::uint8_t stdout_stream = 6;
inline constexpr std::uint8_t get_values = 9;
inline constexpr std::uint8_t get_values_result = 10;
inline constexpr std::uint8_t unknown_type = 11;

// In the content of BEGIN_REQUEST.
inline constexpr std::uint8_t responder = 1;        // the role
inline constexpr std::uint8_t keep_connection = 1;  // the flag

/// The largest multiple of 8 that fits into a record's 16-bit length.
inline constexpr std::size_t most_content = 65528;

using RecordHeader = std::array<std::uint8_t, 8>;

constexpr RecordHeader record_header(std::uint8_t type, unsigned id, std::size_t length)
{
    return {version,
            type,
            static_cast<std::uint8_t>(id >> 8U & 0xffU),
            static_cast<std::uint8_t>(id & 0xffU),
            static_cast<std::uint8_t>(length >> 8U),
            static_cast<std::uint8_t>(length & 0xffU),
            0,
            0};
}

}  // namespace aspic::fastcgi
