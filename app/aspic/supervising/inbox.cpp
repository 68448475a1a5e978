#include <aspic/supervising/inbox.h>

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>

#include <aspic/base/descriptor_passing.h>
#include <aspic/base/errno_text.h>
#include <aspic/base/file_descriptor.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

constexpr std::chrono::milliseconds pause_without_descriptors{100};

bool has_message(int inbox)
{
    char first = 0;
    return ::recv(inbox, &first, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

bool has_room_for_descriptors(int any)
{
    std::array<FileDescriptor, most_message_descriptors> copies;
    for (FileDescriptor& copy : copies) {
        copy = FileDescriptor{::fcntl(any, F_DUPFD_CLOEXEC, 0)};
        if (!copy.is_open()) return false;
    }
    return true;
}

}  // namespace

bool may_take_message(int inbox, std::string_view what)
{
    if (!has_message(inbox)) return false;
    if (has_room_for_descriptors(inbox)) return true;
    log(LogLevel::error,
        "cannot take a " + std::string{what} +
            " from another worker; trying again: raise the limit of open files (ulimit -n)",
        {{"why", errno_text()}});
    std::this_thread::sleep_for(pause_without_descriptors);
    return false;
}

}  // namespace aspic
