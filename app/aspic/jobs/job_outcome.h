#pragma once
// How one run of a job has ended, and who counts that. Values.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

namespace aspic {

enum class JobOutcome : std::uint8_t {
    done,
    failed,  // it threw
    late,    // it took longer than its limit; it may still run
};

/// Counts one run of a job, for `stats`.
using CountJob =
    std::function<void(std::string_view job, JobOutcome outcome, std::chrono::milliseconds took)>;

}  // namespace aspic
