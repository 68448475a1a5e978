#pragma once
// Reads a form with files: multipart/form-data (RFC 7578, over RFC 2046, section 5.1). A pure
// function, but for the reading of a body in a file. It holds a piece of the body in memory, and
// the texts.
//
// It is strict where readers differ, so that a filter in front of the site sees the same form: no
// text before the first boundary or after the last one, CRLF only, no folded fields, no nested
// parts, no transfer encoding.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/http/body.h>
#include <aspic/http/parameters.h>
#include <aspic/http/uploaded_file.h>
#include <aspic/http/value_with_parameters.h>

namespace aspic {

struct MultipartLimits {
    std::size_t most_parts = 1000;
    /// Of all texts together; files do not count.
    std::size_t most_text_bytes = std::size_t{16} << 20U;
    /// Of the header of one part.
    std::size_t most_header_bytes = std::size_t{8} << 10U;
    std::size_t most_header_fields = 16;
};

/// What both types of forms refuse: texts in another charset, and too many of them.
void require_utf8(const ValueWithParameters& content_type);
[[noreturn]] void refuse_charset();
[[noreturn]] void refuse_large_texts(const MultipartLimits& limits);

struct Multipart {
    Parameters texts;
    /// In the order in which they came. A file input without a file is left out.
    std::vector<UploadedFile> files;
};

/// Throws BadRequest if the body is not such a form, PayloadTooLarge for too many texts, and
/// UnsupportedMediaType for a charset other than UTF-8. REQUIRES: the content type is
/// multipart/form-data.
Multipart parse_multipart(const Body& body, const ValueWithParameters& content_type,
                          const MultipartLimits& limits);

}  // namespace aspic
