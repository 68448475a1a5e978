#pragma once
// The header of one part of a form with files (RFC 7578, section 4). Pure functions.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

inline constexpr std::string_view crlf = "\r\n";

struct PartHeader {
    std::string field;  // the name of the field in the form
    bool is_file = false;
    std::string file_name;  // without directories
    std::string content_type;
};

/// `header` has the lines of the header with their CRLF, without the empty line. Throws BadRequest,
/// or UnsupportedMediaType for a text in another charset than UTF-8.
PartHeader parse_part_header(std::string_view header, std::size_t most_fields);

/// The text after the last "/" or "\"; empty for "." and "..". Control characters are left out.
std::string base_name(std::string_view client_name);

}  // namespace aspic
