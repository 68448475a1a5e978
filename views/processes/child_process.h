// Runs a program on an input and collects its output, within limits of time, memory and output. No
// shell is involved. The program runs in an empty directory with a small environment. It inherits
// only its three standard descriptors, and cannot write files. Any thread may call this.
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
};

struct ChildResult {
    enum class End {
        exited,
        killed_by_signal,
        too_slow,          // ended after `time`, perhaps because the machine is busy
        used_up_its_time,  // ended after `processor_time`
        too_much_output,   // ended; `output` is the output until then
        not_started,
    };
    End end = End::not_started;
    int status = 0;      // the exit status, the signal, or errno if not started
    std::string output;  // its standard output; its standard error is discarded
};

// `arguments[0]` is the program, searched in /usr/local/bin, /usr/bin and /bin. `input` is its
// standard input. When this returns or throws std::system_error, the program has ended and has been
// waited for.
ChildResult run_child(const std::vector<std::string>& arguments, std::string_view input,
                      const ChildLimits& limits);

}  // namespace manual
