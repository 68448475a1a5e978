// Starts a program under limits that the kernel enforces. The fork, and what happens between it and
// the program's first instruction; what it prints is child_process.h's concern. Any thread.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "processes/child_process.h"

namespace manual {

struct StartedChild {
    pid_t id = -1;
    int error = 0;  // errno, if it could not be started; there is no child then
};

// The child has `input` and `output` as its first two descriptors, /dev/null as the third, and no
// others. It runs in an empty directory, in a process group of its own (Ctrl-C in a terminal does
// not end it), with a small environment, and cannot gain privileges. Throws std::system_error if
// the machine has no descriptor or memory for it.
StartedChild start_child(const std::vector<std::string>& arguments, int input, int output,
                         const ChildLimits& limits);

}  // namespace manual
