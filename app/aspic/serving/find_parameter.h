#pragma once
// One parameter of a request that libfcgi has not parsed. Pure functions.

#include <string_view>

namespace aspic {

/// The value of a parameter in the content of PARAMS records (FastCGI Specification 1.0, section
/// 3.4); empty if there is none. The content may end anywhere: a value that is not complete counts
/// as absent.
std::string_view find_parameter(std::string_view parameters, std::string_view name);

}  // namespace aspic
