// The system calls that a confined program may make: it may compute, open files for reading, read,
// and write to what is already open. The kernel checks it (seccomp). A program that tries to use
// the network, to write to a file, to start a program or to change another process is ended with
// SIGSYS. Other calls fail with ENOSYS, as on an older kernel, so that the C library finds another
// way. Any thread may call these functions.
#pragma once

#include <linux/filter.h>

#include <span>

namespace manual {

// False if the kernel has no filters of system calls, or does not let this process use them.
bool can_restrict_calls();

// The filter allows execveat() of this descriptor. A limit on open files (RLIMIT_NOFILE) of the
// same number makes sure that the program cannot open another file with it.
constexpr int program_descriptor = 16;

// Returns the filter, which stays valid until the process ends. The first call makes it, and throws
// std::system_error if there is no memory. REQUIRES: can_restrict_calls().
std::span<const sock_filter> allowed_calls();

}  // namespace manual
