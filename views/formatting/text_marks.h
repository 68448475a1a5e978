// A text with elements in it, as they are found: links (see cross_references.h,
// section_references.h and bare_urls.h), and options (see options.h). Pure functions. Any thread
// may call them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace manual {

struct TextMark {
    std::size_t start = 0;  // in the HTML of a text without tags
    std::size_t end = 0;
    std::string attributes;  // ` class="Xr" href="/man/1/ls"`
    std::string_view element = "a";
};

// Writes the text with its marks. If two of them overlap, the first one stays.
std::string with_marks(std::string_view text, std::vector<TextMark> marks);

}  // namespace manual
