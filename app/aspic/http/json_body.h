#pragma once
// Reads a request's body as JSON (RFC 8259). Pure functions.

#include <cstddef>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace aspic {

struct JsonLimits {
    /// The values in memory may be twenty times as large.
    std::size_t most_bytes = std::size_t{16} << 20U;
    std::size_t most_depth = 64;
};

/// True for application/json and for application/...+json (RFC 6839, section 3.1).
bool is_json_type(std::string_view media_type);

/// If an object has a name twice, its last value counts. Throws BadRequest, which says where the
/// text is wrong, if it is not JSON in UTF-8 or too deep, and PayloadTooLarge if it is too large.
nlohmann::json parse_json(std::string_view text, const JsonLimits& limits);

}  // namespace aspic
