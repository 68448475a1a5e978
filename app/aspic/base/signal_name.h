#pragma once
// "TERM" for SIGTERM, as log lines show it; "?" if the system knows no name. Any thread.

#include <cstring>

namespace aspic {

inline const char* signal_name(int signal)
{
    const char* const name = ::sigabbrev_np(signal);
    return name == nullptr ? "?" : name;
}

}  // namespace aspic
