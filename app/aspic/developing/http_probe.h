#pragma once
// Asks whether the front end of a site answers, on this machine. Blocks for moments only. One
// thread.

#include <cstdint>
#include <optional>
#include <string>

#include <aspic/base/file_descriptor.h>

namespace aspic {

/// True if a program on this machine listens on the port.
bool is_port_taken(std::uint16_t port);

/// One request that waits for its answer.
class HttpProbe {
public:
    HttpProbe(std::uint16_t port, const std::string& path);

    int descriptor() const { return socket_.get(); }
    struct Answer {
        std::string status{};  // "200 OK", or why there is none
        std::string body{};
    };
    /// Nothing if it has not come whole yet.
    std::optional<Answer> answer();

private:
    FileDescriptor socket_;
    std::string came_;
};

}  // namespace aspic
