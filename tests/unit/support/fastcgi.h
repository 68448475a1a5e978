#pragma once
// FastCGI requests as a front end sends them, and the answers that it reads (FastCGI Specification
// 1.0, sections 3.3 and 3.4).

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <aspic/serving/record_header.h>

namespace support {

inline std::string record(std::uint8_t type, const std::string& content, unsigned id = 1,
                          std::uint8_t padding = 0)
{
    auto header = aspic::fastcgi::record_header(type, id, content.size());
    header[6] = padding;
    return std::string{reinterpret_cast<const char*>(header.data()), header.size()} + content +
           std::string(padding, '\x01');
}

inline constexpr char keep_connection = 1;

inline std::string begin_record(char role = 1, char flags = 0)
{
    return record(aspic::fastcgi::begin_request, std::string{'\0', role, flags, 0, 0, 0, 0, 0});
}

inline std::string length(std::size_t number)
{
    if (number < 128) return {static_cast<char>(number)};
    return {static_cast<char>(0x80U | number >> 24U), static_cast<char>(number >> 16U),
            static_cast<char>(number >> 8U), static_cast<char>(number)};
}

inline std::string pair(const std::string& name, const std::string& value)
{
    return length(name.size()) + length(value.size()) + name + value;
}

using RequestParameters = std::vector<std::pair<std::string, std::string>>;

inline std::string request_bytes(const std::string& parameters, const std::string& body,
                                 char flags = 0)
{
    std::string bytes = begin_record(1, flags);
    if (!parameters.empty()) bytes += record(aspic::fastcgi::params, parameters);
    bytes += record(aspic::fastcgi::params, "");
    if (!body.empty()) bytes += record(aspic::fastcgi::stdin_stream, body);
    return bytes + record(aspic::fastcgi::stdin_stream, "");
}

inline std::string request_bytes(const RequestParameters& parameters, const std::string& body = "",
                                 char flags = 0)
{
    std::string pairs;
    for (const auto& [name, value] : parameters)
        pairs += pair(name, value);
    return request_bytes(pairs, body, flags);
}

/// What the application says in the next answer on the connection: the content of its STDOUT
/// records. Empty if the connection ends first.
inline std::string next_answer(int connection)
{
    const auto read = [connection](char* to, std::size_t size) {
        return size == 0 || ::recv(connection, to, size, MSG_WAITALL) == static_cast<ssize_t>(size);
    };
    std::string answer;
    for (;;) {
        std::array<unsigned char, 8> header{};
        if (!read(reinterpret_cast<char*>(header.data()), header.size())) return "";
        std::string content(header[4] * 256U + header[5] + header[6], '\0');
        if (!read(content.data(), content.size())) return "";
        content.resize(content.size() - header[6]);
        if (header[1] == aspic::fastcgi::stdout_stream) answer += content;
        if (header[1] == aspic::fastcgi::end_request) return answer;
    }
}

}  // namespace support
