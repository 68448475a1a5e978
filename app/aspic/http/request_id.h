#pragma once
// The name of one request, for log lines of several programs. Any thread.

#include <string>
#include <string_view>

namespace aspic {

/// True for 1 to 64 letters, digits, ".", "_" and "-". Another X-Request-Id is not taken over: it
/// could be long, or forge a log line.
bool is_request_id(std::string_view text);

/// A new one: random digits that each thread draws once, then a number. So it costs no system call.
std::string make_request_id();

}  // namespace aspic
