#pragma once
// The system's message for a call that failed: "No such file or directory". Any thread.

#include <cerrno>
#include <string>
#include <system_error>

namespace aspic {

inline std::string errno_text(int error = errno)
{
    return std::generic_category().message(error);
}

}  // namespace aspic
