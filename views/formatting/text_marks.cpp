#include "formatting/text_marks.h"

#include <algorithm>

namespace manual {

std::string with_marks(std::string_view text, std::vector<TextMark> marks)
{
    std::stable_sort(marks.begin(), marks.end(),
                     [](const TextMark& a, const TextMark& b) { return a.start < b.start; });
    std::string out;
    std::size_t at = 0;
    for (const TextMark& mark : marks) {
        if (mark.start < at) continue;
        out.append(text.substr(at, mark.start - at))
            .append("<")
            .append(mark.element)
            .append(mark.attributes)
            .append(">")
            .append(text.substr(mark.start, mark.end - mark.start))
            .append("</")
            .append(mark.element)
            .append(">");
        at = mark.end;
    }
    return out.append(text.substr(at));
}

}  // namespace manual
