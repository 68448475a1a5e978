#pragma once
// The listening sockets that a service manager has opened for this process (systemd's .socket
// units): LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES of sd_listen_fds(3). Any thread, if none
// changes the environment.

#include <string>
#include <vector>

#include <aspic/serving/listener.h>

namespace aspic {

struct ServiceSocket {
    int descriptor = -1;
    std::string name;  // FileDescriptorName= of the unit; "unknown" if the manager gave none
};

/// Empty if there are none, or if they are for another process: our parent's variables, for
/// example. Throws std::invalid_argument if LISTEN_FDS is not a number.
std::vector<ServiceSocket> service_sockets();

/// The address of the only one. Throws std::invalid_argument, which names them, if there are more.
ListenAddress address_of(const std::vector<ServiceSocket>& sockets);

}  // namespace aspic
