#pragma once
// The parameters of a request, in the content of its PARAMS records (FastCGI Specification 1.0,
// section 3.4). Pure functions.

#include <optional>
#include <string_view>
#include <utility>

namespace aspic {

/// Takes the first parameter off `parameters`: its name and its value, which point into them.
/// Returns nothing at the end, and if the first one is not complete.
std::optional<std::pair<std::string_view, std::string_view>> take_parameter(
    std::string_view& parameters);

/// The value of a parameter; empty if there is none. The content may end anywhere: a value that is
/// not complete counts as absent.
std::string_view find_parameter(std::string_view parameters, std::string_view name);

}  // namespace aspic
