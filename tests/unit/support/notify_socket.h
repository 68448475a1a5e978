#pragma once
// The socket on which a service manager hears of its service: NOTIFY_SOCKET for one test.

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <string>

#include <aspic/base/file_descriptor.h>
#include "environment_variable.h"

namespace support {

class NotifySocket {
public:
    /// `name`: a path, or an abstract name such as "@aspic-test".
    explicit NotifySocket(const std::string& name) : variable_{"NOTIFY_SOCKET", name}
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(static_cast<char*>(address.sun_path), name.data(), name.size());
        if (name.front() == '@') address.sun_path[0] = '\0';
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
        REQUIRE(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0);
    }

    /// The next message; empty if there is none yet.
    std::string next() const { return receive(MSG_DONTWAIT); }
    std::string wait_for_next() const { return receive(0); }

private:
    std::string receive(int flags) const
    {
        std::array<char, 4096> bytes{};
        const auto size = ::recv(socket_.get(), bytes.data(), bytes.size(), flags);
        return size < 0 ? "" : std::string{bytes.data(), static_cast<std::size_t>(size)};
    }

    aspic::FileDescriptor socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    EnvironmentVariable variable_;
};

}  // namespace support
