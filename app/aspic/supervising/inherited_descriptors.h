#pragma once
// What one program leaves in its environment for the next one that is run in this process, or in a
// child of it: numbers of open descriptors in a variable. One thread.

#include <sys/types.h>

#include <optional>
#include <span>
#include <string>

namespace aspic {

/// The variable's text, removed from the environment. Nothing if it is not set.
std::optional<std::string> take_variable(const char* name);

/// The variable is set, and the descriptors stay open on exec.
void leave_variable(const char* name, const std::string& text, std::span<const int> descriptors);
void close_on_exec(std::span<const int> descriptors);

/// True if the descriptor is one end of a pair that make_socket_pair has made in this process. So a
/// number that somebody has written into the environment is not believed.
bool is_socket_pair_of(int descriptor, pid_t process);

}  // namespace aspic
