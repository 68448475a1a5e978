#pragma once
// A FastCGI client for benchmarks: the records that a front end sends for a browser's GET, and the
// length and fields of the answer. It connects to a Unix socket. One thread for each object.
// The protocol: FastCGI Specification 1.0, section 3.3 (records) and 3.4 (name-value pairs).

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

using Fields = std::vector<std::pair<std::string, std::string>>;  // "HTTP_COOKIE", its value

inline std::string record(char type, std::string_view content)
{
    const std::string header{'\1',
                             type,
                             '\0',
                             '\1',
                             static_cast<char>(content.size() >> 8U),
                             static_cast<char>(content.size()),
                             '\0',
                             '\0'};
    return header + std::string{content};
}

inline std::string parameter(std::string_view name, std::string_view value)
{
    std::string size{static_cast<char>(value.size())};
    if (value.size() > 127) {  // four bytes, the highest bit of the first is set
        size = {'\x80', '\0', static_cast<char>(value.size() >> 8U),
                static_cast<char>(value.size())};
    }
    return static_cast<char>(name.size()) + size + std::string{name} + std::string{value};
}

/// The bytes of a GET request. `keep`: the server keeps the connection.
inline std::string request_bytes(std::string_view target, bool keep, const Fields& fields)
{
    constexpr char begin_request = 1;
    constexpr char params = 4;
    constexpr char stdin_stream = 5;
    std::string parameters =
        parameter("REQUEST_METHOD", "GET") + parameter("REQUEST_URI", target) +
        parameter("SCRIPT_NAME", "/") + parameter("QUERY_STRING", "") +
        parameter("SERVER_PROTOCOL", "HTTP/1.1") + parameter("REMOTE_ADDR", "127.0.0.1") +
        parameter("SERVER_NAME", "localhost") + parameter("HTTP_HOST", "localhost") +
        parameter("HTTP_ACCEPT", "text/html,application/xhtml+xml") +
        parameter("HTTP_ACCEPT_LANGUAGE", "en") +
        parameter("HTTP_USER_AGENT", "Mozilla/5.0 (X11; Linux x86_64) bench");
    for (const auto& [name, value] : fields)
        parameters += parameter(name, value);
    return record(begin_request,
                  std::string{"\0\1", 2} + (keep ? '\1' : '\0') + std::string(5, '\0')) +
           record(params, parameters) + record(params, "") + record(stdin_stream, "");
}

class Client {
public:
    /// `keep`: uses one connection for all requests; otherwise each gets its own.
    Client(std::string socket, bool keep) : socket_{std::move(socket)}, keep_{keep} {}
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() { close(); }

    /// Sends the request and reads the whole answer. Returns its length in bytes. Throws
    /// std::runtime_error if the server does not answer.
    std::size_t ask(const std::string& request)
    {
        if (connection_ < 0) connect();
        if (::send(connection_, request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size()))
            throw std::runtime_error{"cannot send to " + socket_};
        const std::size_t size = read_answer();
        if (!keep_) close();
        return size;
    }

    /// The records of the last answer, as they came.
    const std::string& answer() const { return answer_; }

    /// The values of all fields of this name in the last answer.
    std::vector<std::string> fields(std::string_view name) const
    {
        std::vector<std::string> values;
        const std::string before = std::string{name} + ": ";
        for (std::size_t at = answer_.find(before); at != std::string::npos;
             at = answer_.find(before, at)) {
            at += before.size();
            values.push_back(answer_.substr(at, answer_.find_first_of("\r\n", at) - at));
        }
        return values;
    }

private:
    void connect()
    {
        connection_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        if (socket_.size() >= sizeof name.sun_path)
            throw std::runtime_error{"the path of the socket is too long: " + socket_};
        std::memcpy(static_cast<char*>(name.sun_path), socket_.c_str(), socket_.size() + 1);
        if (::connect(connection_, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
            throw std::runtime_error{"cannot connect to " + socket_};
    }

    void close()
    {
        if (connection_ >= 0) ::close(std::exchange(connection_, -1));
    }

    // Reads records up to END_REQUEST. Returns the number of content bytes.
    std::size_t read_answer()
    {
        constexpr char end_request = 3;
        answer_.clear();
        std::size_t at = 0;
        std::size_t content = 0;
        std::array<char, 65536> part{};
        for (;;) {
            while (answer_.size() >= at + 8) {
                const auto byte = [&](std::size_t i) {
                    return static_cast<unsigned char>(answer_[at + i]);
                };
                const std::size_t length = byte(4) * 256U + byte(5);
                const std::size_t whole = 8 + length + byte(6);
                if (answer_.size() < at + whole) break;
                if (answer_[at + 1] == end_request) return content;
                content += length;
                at += whole;
            }
            const ssize_t got = ::read(connection_, part.data(), part.size());
            if (got <= 0) throw std::runtime_error{"the server closed the connection in an answer"};
            answer_.append(part.data(), static_cast<std::size_t>(got));
        }
    }

    const std::string socket_;
    const bool keep_;
    int connection_ = -1;
    std::string answer_;
};

}  // namespace bench
