#pragma once
// The value of one option, checked against its kind and bounds: inner part of the options.

#include <string>

#include <aspic/commands/options.h>

namespace aspic {

/// Returns the value as it is stored: bytes without their unit. Throws UsageError, which names the
/// option, its value and what is allowed.
std::string checked_value(const Option& option, const std::string& value);

}  // namespace aspic
