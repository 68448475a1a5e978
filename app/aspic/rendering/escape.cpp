#include <aspic/rendering/escape.h>

#include <cstddef>

namespace aspic {

namespace {

// Empty for a character that stands for itself.
std::string_view reference_for(char c)
{
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

}  // namespace

void append_escaped(std::string& html, std::string_view text)
{
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view reference = reference_for(text[i]);
        if (reference.empty()) continue;
        html.append(text.substr(from, i - from)).append(reference);
        from = i + 1;
    }
    html.append(text.substr(from));
}

std::string escape_html(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size());
    append_escaped(escaped, text);
    return escaped;
}

}  // namespace aspic
