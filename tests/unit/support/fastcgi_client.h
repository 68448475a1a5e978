#pragma once
// A front end's connection to a FastcgiServer.

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <string>
#include <utility>

#include <aspic/base/file_descriptor.h>
#include "fastcgi.h"

namespace support {

class FastcgiClient {
public:
    explicit FastcgiClient(const std::string& path)
        : socket_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        std::memcpy(static_cast<char*>(name.sun_path), path.c_str(), path.size() + 1);
        REQUIRE(::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) ==
                0);
    }
    explicit FastcgiClient(aspic::FileDescriptor socket) : socket_{std::move(socket)} {}

    void send(const std::string& bytes) const
    {
        CHECK(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
              static_cast<ssize_t>(bytes.size()));
    }
    std::string answer() const { return next_answer(socket_.get()); }
    /// Waits until the server closes it.
    bool ends() const
    {
        char byte = 0;
        return ::recv(socket_.get(), &byte, 1, 0) == 0;
    }

private:
    aspic::FileDescriptor socket_;
};

inline std::string get_request(const std::string& target, char flags = 0)
{
    return request_bytes(
        RequestParameters{{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", target}, {"HTTP_HOST", "a"}},
        "", flags);
}

}  // namespace support
