#pragma once
// The form of Content-Type and Content-Disposition: a value, and parameters after it (RFC 9110,
// section 5.6.6; RFC 2183, section 2). Pure functions.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aspic {

struct ValueWithParameters {
    std::string value;                                            // in lower case
    std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case

    std::optional<std::string_view> parameter(std::string_view name) const;
};

/// Returns nothing if the text is malformed or a parameter comes twice. In a quoted string, a
/// backslash escapes only a quote or a backslash: old browsers send `filename="C:\notes.txt"`.
std::optional<ValueWithParameters> parse_value_with_parameters(std::string_view text);

/// True if `charset` is absent or UTF-8.
bool is_utf8_or_unstated(const ValueWithParameters& content_type);

}  // namespace aspic
