#pragma once
// The socket on which a program of a site says that it is ready, in the protocol of sd_notify(3).
// One thread.

#include <string>

#include <aspic/base/file_descriptor.h>

namespace aspic {

class ReadySocket {
public:
    /// Throws std::runtime_error.
    ReadySocket();

    /// For the variable NOTIFY_SOCKET of the program.
    const std::string& name() const { return name_; }
    int descriptor() const { return socket_.get(); }
    /// Reads what has come. True if it has said, now or before, that it is ready.
    bool is_ready();

private:
    std::string name_;
    FileDescriptor socket_;
    bool is_ready_ = false;
};

}  // namespace aspic
