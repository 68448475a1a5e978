// Runs a program and collects what it prints. No shell is ever involved; the program inherits no
// descriptor but its own three, and a small environment of its own. May be called from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

struct ChildLimits {
    std::chrono::milliseconds time;  // from start to end
    std::size_t output;              // bytes
};

struct ChildResult {
    enum class End {
        exited,
        killed_by_signal,
        too_slow,         // we killed it
        too_much_output,  // we killed it; `output` is what came before
        not_started,
    };
    End end = End::not_started;
    int status = 0;      // the exit status, the signal, or errno if not started
    std::string output;  // of its standard output; what it says on stderr is dropped
};

// `arguments[0]` is the program, looked up in PATH. `input` is its standard input. It has ended,
// and has been waited for, when this returns or throws.
ChildResult run_child(const std::vector<std::string>& arguments, std::string_view input,
                      const std::filesystem::path& working_directory, const ChildLimits& limits);

}  // namespace manual
