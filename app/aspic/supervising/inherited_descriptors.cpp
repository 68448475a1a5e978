#include <aspic/supervising/inherited_descriptors.h>

#include <fcntl.h>
#include <sys/socket.h>

#include <cstdlib>

namespace aspic {

namespace {

std::optional<int> option_of(int socket, int name)
{
    int value = 0;
    socklen_t size = sizeof value;
    if (::getsockopt(socket, SOL_SOCKET, name, &value, &size) != 0) return {};
    return value;
}

}  // namespace

std::optional<std::string> take_variable(const char* name)
{
    const char* const text = std::getenv(name);
    if (text == nullptr) return {};
    std::string taken{text};
    ::unsetenv(name);
    return taken;
}

void leave_variable(const char* name, const std::string& text, std::span<const int> descriptors)
{
    for (const int descriptor : descriptors)
        ::fcntl(descriptor, F_SETFD, 0);
    ::setenv(name, text.c_str(), 1);
}

void close_on_exec(std::span<const int> descriptors)
{
    for (const int descriptor : descriptors)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

bool is_socket_pair_of(int descriptor, pid_t process)
{
    ucred maker{};
    socklen_t size = sizeof maker;
    return option_of(descriptor, SO_DOMAIN) == AF_UNIX &&
           option_of(descriptor, SO_TYPE) == SOCK_SEQPACKET &&
           ::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &maker, &size) == 0 &&
           maker.pid == process;
}

}  // namespace aspic
