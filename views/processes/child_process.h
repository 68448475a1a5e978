// Runs a program on an input and collects its output, within limits of time, memory and output. No
// shell is involved. The program runs in an empty directory with a small environment. It inherits
// only its three standard descriptors, and cannot write files. It is confined: allowed_calls.h and
// allowed_files.h say how. Any thread may call this.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

struct ChildLimits {
    std::chrono::milliseconds time;                // from start to end
    std::size_t output;                            // bytes
    std::chrono::seconds processor_time{10};       // waiting for a busy machine does not count
    std::size_t memory = std::size_t{256} << 20U;  // bytes of address space
    bool confined = true;                          // it only reads its input and writes its output
};

struct ChildResult {
    enum class End {
        exited,
        killed_by_signal,
        too_slow,          // ended after `time`, perhaps because the machine is busy
        used_up_its_time,  // ended after `processor_time`
        too_much_output,   // ended; `output` is the output until then
        forbidden,         // ended, because it tried a system call that a confined program must not
        not_started,
    };
    End end = End::not_started;
    int status = 0;      // the exit status, the signal, or errno if not started
    std::string output;  // its standard output; its standard error is discarded
    std::string step;    // what failed, if not started: "execute the program"
};

// `arguments[0]` is the program, searched in /usr/local/bin, /usr/bin and /bin. `input` is its
// standard input. When this returns or throws std::system_error, the program has ended and has been
// waited for.
ChildResult run_child(const std::vector<std::string>& arguments, std::string_view input,
                      const ChildLimits& limits);

// What the kernel does not forbid to a confined program, as a sentence with the way out. Empty if
// the kernel has all that we use.
std::string missing_confinement();

}  // namespace manual
