#include "processes/allowed_files.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace manual {

namespace {

// For the dynamic loader, shared libraries and the locale C.UTF-8.
constexpr std::array libraries{"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"};
constexpr std::array others{"/etc/ld.so.cache", "/dev/null"};

constexpr std::uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t starting = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;

// Everything that the first version of Landlock can forbid. What later versions add, the filter of
// system calls forbids.
constexpr std::uint64_t everything = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1;

void allow(const FileDescriptor& ruleset, int file, std::uint64_t rights)
{
    landlock_path_beneath_attr rule{};
    rule.allowed_access = rights;
    rule.parent_fd = file;
    if (syscall(SYS_landlock_add_rule, ruleset.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        throw std::system_error{errno, std::generic_category(), "landlock_add_rule"};
}

void allow(const FileDescriptor& ruleset, const char* path, std::uint64_t rights)
{
    const FileDescriptor file{open(path, O_PATH | O_CLOEXEC)};
    if (file) allow(ruleset, file.get(), rights);
}

}  // namespace

bool can_restrict_files()
{
    static const bool can =
        syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
    return can;
}

FileDescriptor allowed_files(int program)
{
    landlock_ruleset_attr handled{};
    handled.handled_access_fs = everything;
    FileDescriptor ruleset{static_cast<int>(
        syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0))};
    if (!ruleset)
        throw std::system_error{errno, std::generic_category(), "landlock_create_ruleset"};
    allow(ruleset, program, starting);
    for (const char* directory : libraries)
        allow(ruleset, directory, starting);
    for (const char* file : others)
        allow(ruleset, file, reading);
    return ruleset;
}

}  // namespace manual
