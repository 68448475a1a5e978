#include <aspic/developing/cleanup_guard.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <thread>

#include <aspic/base/errno_text.h>

namespace aspic {

namespace {

constexpr pid_t nothing_to_do = 0;

// How long the front end has to finish its answers.
constexpr std::chrono::seconds time_for_groups{5};

void end_groups(std::vector<pid_t> groups)
{
    for (const pid_t group : groups)
        ::kill(-group, SIGTERM);
    const auto latest = std::chrono::steady_clock::now() + time_for_groups;
    for (;;) {
        std::erase_if(groups, [](pid_t group) { return ::kill(-group, 0) != 0; });
        if (groups.empty() || std::chrono::steady_clock::now() > latest) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});  // they are not our children
    }
    for (const pid_t group : groups)
        ::kill(-group, SIGKILL);
}

// In the process of the guard. Each number is the id of a group.
void wait_for_end(int reader, const std::vector<std::filesystem::path>& files)
{
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT})
        std::signal(number, SIG_IGN);
    std::vector<pid_t> groups;
    for (;;) {
        pid_t group = 0;
        const ssize_t got = ::read(reader, &group, sizeof group);
        if (got < 0 && errno == EINTR) continue;
        if (got != sizeof group) break;
        if (group == nothing_to_do) return;
        std::erase_if(groups, [](pid_t one) { return ::kill(-one, 0) != 0; });
        groups.push_back(group);
    }
    end_groups(groups);
    for (const std::filesystem::path& file : files) {
        std::error_code ignored;
        std::filesystem::remove_all(file, ignored);
    }
}

ChildProcess start_guard(FileDescriptor& writer, const std::vector<std::filesystem::path>& files)
{
    int ends[2] = {-1, -1};
    if (::pipe2(static_cast<int*>(ends), O_CLOEXEC) != 0)
        throw std::runtime_error{"cannot make a pipe: " + errno_text()};
    const FileDescriptor reader{ends[0]};
    FileDescriptor ours{ends[1]};
    ChildProcess guard = ChildProcess::copy(
        [&] {
            ours.close();
            wait_for_end(reader.get(), files);
        },
        0);
    writer = std::move(ours);
    return guard;
}

}  // namespace

CleanupGuard::CleanupGuard(const std::vector<std::filesystem::path>& files)
    : process_{start_guard(writer_, files)}
{
}

CleanupGuard::~CleanupGuard()
{
    [[maybe_unused]] const auto told = ::write(writer_.get(), &nothing_to_do, sizeof nothing_to_do);
}

void CleanupGuard::add(const ChildProcess& child)
{
    const pid_t group = child.id();
    [[maybe_unused]] const auto told = ::write(writer_.get(), &group, sizeof group);
}

}  // namespace aspic
