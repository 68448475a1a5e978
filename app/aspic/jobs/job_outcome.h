#pragma once
// How one run of a job has ended. A value.

#include <cstdint>

namespace aspic {

enum class JobOutcome : std::uint8_t {
    done,
    failed,  // it threw
    late,    // it took longer than its limit; it may still run
};

}  // namespace aspic
