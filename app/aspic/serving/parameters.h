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

/// Whether libfcgi reads parameters as we do. It makes one text of name and value, "name=value",
/// which ends at a zero byte. So no name may have a "=", and neither may have a zero byte; none
/// that HTTP allows has one (RFC 9110, sections 5.1 and 5.5). All are scanned together, because
/// each page view is checked.
class PlainParameters {
public:
    explicit PlainParameters(std::string_view parameters);
    /// For each parameter, in order. Both point into `parameters`.
    bool is_plain(std::string_view name, std::string_view value);

private:
    const char* end_;
    const char* zero_;    // the next one; `end_` if there is none
    const char* equals_;  // the same
};

/// The value of a parameter, of the last one with this name, as RequestReader takes it; empty if
/// there is none. The content may end anywhere: a value that is not complete counts as absent.
std::string_view find_parameter(std::string_view parameters, std::string_view name);

}  // namespace aspic
