// Runs a program on some input and collects what it prints, within limits of time, memory and
// output. No shell is ever involved. The program runs in an empty directory, with a small
// environment, inherits no descriptor but its own three, and cannot write a file. May be called
// from any thread.
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
        too_much_output,   // ended; `output` is what came before
        not_started,
    };
    End end = End::not_started;
    int status = 0;      // the exit status, the signal, or errno if not started
    std::string output;  // of its standard output; what it says on stderr is dropped
};

// `arguments[0]` is the program, looked up in /usr/local/bin, /usr/bin and /bin. `input` is its
// standard input. It has ended, and has been waited for, when this returns or throws
// std::system_error.
ChildResult run_child(const std::vector<std::string>& arguments, std::string_view input,
                      const ChildLimits& limits);

}  // namespace manual
