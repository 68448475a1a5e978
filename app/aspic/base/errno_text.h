#pragma once
// What the system says of a call that failed: "No such file or directory". Any thread.

#include <cerrno>
#include <string>
#include <system_error>

namespace aspic {

inline std::string errno_text(int error = errno)
{
    return std::generic_category().message(error);
}

}  // namespace aspic
