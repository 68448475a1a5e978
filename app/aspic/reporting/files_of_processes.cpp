#include <aspic/reporting/files_of_processes.h>

#include <fcntl.h>

#include <algorithm>
#include <cstdint>
#include <system_error>

#include <aspic/base/numbers.h>

namespace aspic {

std::vector<pid_t> files_of_processes(const std::filesystem::path& directory)
{
    std::vector<pid_t> found;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{directory, error}) {
        const auto number = parse_number<std::int32_t>(entry.path().filename().string());
        if (number && *number > 0) found.push_back(*number);
    }
    std::sort(found.begin(), found.end());
    return found;
}

FileDescriptor open_to_look(const std::filesystem::path& file)
{
    return FileDescriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
}

}  // namespace aspic
