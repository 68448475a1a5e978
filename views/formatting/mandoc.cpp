#include "formatting/mandoc.h"

#include <cstring>
#include <utility>
#include <vector>

#include "processes/child_process.h"

namespace manual {

namespace {

using namespace std::chrono_literals;

// On a typical machine with 22,000 pages, the largest page has 800 KB of source. It takes 0.2 s of
// processor time and 20 MB of memory, and its output has 1.2 MB. Output over 6 MB could not be
// cached.
constexpr ChildLimits for_html{
    .time = 8s, .output = 6U << 20, .processor_time = 2s, .memory = std::size_t{128} << 20U};
constexpr ChildLimits for_text{
    .time = 4s, .output = 6U << 20, .processor_time = 1s, .memory = std::size_t{128} << 20U};

// From this status on, there is no output: 5 is a wrong command line, 6 a failed system call.
constexpr int first_fatal_status = 5;
constexpr int failing_system_call = 6;

std::string explain(const ChildResult& result, const ChildLimits& limits)
{
    switch (result.end) {
        case ChildResult::End::not_started:
            return "cannot start mandoc, is it installed? Cannot " + result.step + ": " +
                   std::strerror(result.status);
        case ChildResult::End::too_slow:
            return "mandoc did not finish in " + std::to_string(limits.time.count()) +
                   " ms, the machine is busy";
        case ChildResult::End::used_up_its_time:
            return "mandoc needs more than " + std::to_string(limits.processor_time.count()) +
                   " s of processor time";
        case ChildResult::End::too_much_output:
            return "mandoc prints more than " + std::to_string(limits.output >> 20U) + " MB";
        case ChildResult::End::forbidden:
            return "mandoc was ended, because it tried to use the network, to write a file, to "
                   "start a program, or the like; this page may be an attack";
        case ChildResult::End::killed_by_signal:
            return "mandoc was ended by signal " + std::to_string(result.status);
        case ChildResult::End::exited:
            break;
    }
    if (result.status == failing_system_call)
        return "mandoc failed with status 6, perhaps it needs more than " +
               std::to_string(limits.memory >> 20U) + " MB of memory";
    return "mandoc failed with status " + std::to_string(result.status);
}

std::string run(const std::vector<std::string>& arguments, std::string_view source,
                const ChildLimits& limits)
{
    ChildResult result = run_child(arguments, source, limits);
    if (result.end == ChildResult::End::too_slow) throw MandocBusy{explain(result, limits)};
    if (result.end != ChildResult::End::exited || result.status >= first_fatal_status)
        throw MandocError{explain(result, limits)};
    return std::move(result.output);
}

}  // namespace

std::string run_mandoc(std::string_view source)
{
    return run({"mandoc", "-K", "utf-8", "-T", "html", "-O", "fragment,man=/man/%S/%N"}, source,
               for_html);
}

std::string run_mandoc_for_terminal(std::string_view source)
{
    return run({"mandoc", "-K", "utf-8", "-T", "utf8", "-O", "width=72"}, source, for_text);
}

}  // namespace manual
