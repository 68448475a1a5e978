// Finds URLs in running text: "see https://example.org/." Pure function. Any thread may call it.
#pragma once

#include <string_view>
#include <vector>

#include "formatting/text_marks.h"

namespace manual {

// `text` is HTML without tags. If `goes_on` is true, the text is followed by an element, and a URL
// at its very end may be only the beginning of one, such as http://HOST/. It is no link then.
std::vector<TextMark> bare_urls(std::string_view text, bool goes_on = false);

}  // namespace manual
