#pragma once
// The value of one option, checked against its kind and bounds: inner part of the options.

#include <string>

#include <aspic/commands/options.h>

namespace aspic {

struct GivenValue {
    std::string value;
    /// Where it stands, as an error message begins: "--threads", "/etc/aspic/site.conf:3: threads".
    std::string place;
};

/// Returns the value as it is stored: bytes without their unit. Throws UsageError, which names the
/// place, the value and what is allowed.
std::string checked_value(const Option& option, const GivenValue& given);

/// What is allowed, as the end of a sentence: "a whole number from 1 to 1024". Empty if every text
/// is.
std::string allowed_values(const Option& option);

/// "purge and warm", of an option that only these commands have.
std::string commands_with(const Option& option);

}  // namespace aspic
