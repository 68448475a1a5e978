#pragma once
// The value of one option, checked against its kind and bounds: inner part of the options.

#include <string>

#include <aspic/commands/options.h>

namespace aspic {

/// As it is kept: bytes without their unit. Throws UsageError naming the option, its value and what
/// would be right.
std::string checked_value(const Option& option, const std::string& value);

}  // namespace aspic
