#include "mandoc.h"

#include <cstring>

#include "child_process.h"

namespace manual {

namespace {

using namespace std::chrono_literals;

constexpr ChildLimits limits{10s, 32U << 20};

// From here on mandoc's statuses mean that there is no output: 5 is a wrong command line, 6 a
// failing system call.
constexpr int first_fatal_status = 5;

std::string explain(const ChildResult& result)
{
    switch (result.end) {
        case ChildResult::End::not_started:
            return std::string{"cannot start mandoc, is it installed? "} +
                   std::strerror(result.status);
        case ChildResult::End::too_slow:
            return "mandoc did not finish in ten seconds";
        case ChildResult::End::too_much_output:
            return "mandoc printed more than 32 MB";
        case ChildResult::End::killed_by_signal:
            return "mandoc was ended by signal " + std::to_string(result.status);
        case ChildResult::End::exited:
            break;
    }
    return "mandoc failed with status " + std::to_string(result.status);
}

}  // namespace

std::string run_mandoc(std::string_view source, const std::filesystem::path& directory)
{
    ChildResult result = run_child({"mandoc", "-T", "html", "-O", "fragment,man=/man/%S/%N"},
                                   source, directory, limits);
    if (result.end != ChildResult::End::exited || result.status >= first_fatal_status) {
        throw MandocError{explain(result)};
    }
    return std::move(result.output);
}

}  // namespace manual
