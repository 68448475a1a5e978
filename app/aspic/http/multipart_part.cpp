#include <aspic/http/multipart_part.h>

#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/base/utf8.h>
#include <aspic/http/errors.h>
#include <aspic/http/headers.h>
#include <aspic/http/multipart.h>
#include <aspic/http/value_with_parameters.h>

namespace aspic {

namespace {

[[noreturn]] void refuse(const std::string& why)
{
    throw BadRequest{"A part of this form is malformed: " + why + '.'};
}

/// Browsers write a quote in a name as %22, and line ends as %0D and %0A (WHATWG HTML, section
/// 4.10.21.8). A percent sign itself stays, so only what cannot be meant otherwise is decoded.
std::string with_quotes(std::string_view name)
{
    std::string text{name};
    for (std::size_t at = 0; (at = text.find("%22", at)) != std::string::npos; ++at)
        text.replace(at, 3, 1, '"');
    return text;
}

void require_text(std::string_view text, const char* what)
{
    if (!utf8::length(text)) refuse(std::string{what} + " is not UTF-8");
}

void read_disposition(std::string_view value, PartHeader& part)
{
    const auto disposition = parse_value_with_parameters(value);
    if (!disposition) refuse("its Content-Disposition cannot be read");
    if (disposition->value != "form-data") refuse("its Content-Disposition is not form-data");
    const auto field = disposition->parameter("name");
    if (!field) refuse("it has no name");
    part.field = with_quotes(*field);
    require_text(part.field, "its name");
    // RFC 7578, section 4.2: filename* is not used.
    const auto file = disposition->parameter("filename");
    part.is_file = file.has_value();
    if (!file) return;
    require_text(*file, "the name of its file");
    part.file_name = base_name(with_quotes(*file));
}

void read_content_type(std::string_view value, PartHeader& part)
{
    const auto type = parse_value_with_parameters(value);
    if (!type) refuse("its Content-Type cannot be read");
    if (!part.is_file) require_utf8(*type);
    part.content_type = type->value;
}

// RFC 7578, section 4.7: no sender should use another one.
void check_encoding(std::string_view value)
{
    const bool is_plain = equal_ignoring_case(value, "binary") ||
                          equal_ignoring_case(value, "8bit") || equal_ignoring_case(value, "7bit");
    if (!is_plain) refuse("it has a Content-Transfer-Encoding");
}

}  // namespace

std::string base_name(std::string_view client_name)
{
    const std::size_t slash = client_name.find_last_of("/\\");
    if (slash != std::string_view::npos) client_name.remove_prefix(slash + 1);
    std::string name{client_name};
    std::erase_if(name, syntax::is_control);
    if (name == "." || name == "..") name.clear();
    return name;
}

PartHeader parse_part_header(std::string_view header, std::size_t most_fields)
{
    std::optional<std::string_view> disposition;
    std::optional<std::string_view> type;
    for (std::size_t count = 0; !header.empty(); ++count) {
        if (count == most_fields) {
            refuse("its header has more than " + std::to_string(most_fields) + " fields");
        }
        const std::size_t end = header.find(crlf);
        const std::string_view line = header.substr(0, end);
        header.remove_prefix(end == std::string_view::npos ? header.size() : end + crlf.size());
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !syntax::is_token(line.substr(0, colon)))
            refuse("its header has a line without a name");
        const std::string_view name = line.substr(0, colon);
        const std::string_view value = syntax::trim(line.substr(colon + 1));
        auto* const known = equal_ignoring_case(name, "Content-Disposition") ? &disposition
                            : equal_ignoring_case(name, "Content-Type")      ? &type
                                                                             : nullptr;
        if (known != nullptr && std::exchange(*known, value))
            refuse("it has two fields " + std::string{name});
        if (equal_ignoring_case(name, "Content-Transfer-Encoding")) check_encoding(value);
    }
    if (!disposition) refuse("it has no Content-Disposition");
    PartHeader part;
    read_disposition(*disposition, part);
    if (type) read_content_type(*type, part);
    return part;
}

}  // namespace aspic
