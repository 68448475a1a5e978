// Starts a program under limits that the kernel enforces: the fork, and the steps until the first
// instruction of the program. child_process.h reads its output. Any thread may call this.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "processes/child_process.h"

namespace manual {

struct StartedChild {
    pid_t id = -1;
    int error = 0;               // errno, if it could not be started; there is no child then
    const char* step = nullptr;  // what failed: "execute the program"
};

// The first two descriptors of the child are `input` and `output`, the third is /dev/null, and
// there are no others. The child runs in an empty directory, in its own process group (so Ctrl-C in
// a terminal does not end it), with a small environment, and cannot gain privileges. Throws
// std::system_error if the machine has no free descriptor or memory.
StartedChild start_child(const std::vector<std::string>& arguments, int input, int output,
                         const ChildLimits& limits);

}  // namespace manual
