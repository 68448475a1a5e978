#include <aspic/rendering/template_tag.h>

#include <algorithm>

namespace aspic {

namespace {

TagKind kind_of(char first)
{
    switch (first) {
        case '#':
            return TagKind::section;
        case '/':
            return TagKind::end;
        case '>':
            return TagKind::include;
        case '!':
            return TagKind::comment;
        case '%':
            return TagKind::pragma;
        case '=':
            return TagKind::delimiters;
        default:
            return TagKind::variable;
    }
}

TemplateTag tag_from(std::string_view whole, std::size_t position)
{
    std::string_view content = whole.substr(2, whole.size() - 4);
    TemplateTag tag{.whole = whole, .position = position};
    tag.kind = content.empty() ? TagKind::variable : kind_of(content.front());
    if (tag.kind != TagKind::variable) content.remove_prefix(1);
    const std::size_t colon = std::min(content.find(':'), content.size());
    tag.name = content.substr(0, colon);
    tag.modifiers = content.substr(colon);
    return tag;
}

}  // namespace

std::vector<TemplateTag> tags_of(std::string_view text)
{
    std::vector<TemplateTag> tags;
    std::size_t at = text.find("{{");
    while (at != std::string_view::npos) {
        const std::size_t end = text.find("}}", at + 2);
        if (end == std::string_view::npos) {
            tags.push_back({.kind = TagKind::unclosed, .whole = text.substr(at), .position = at});
            break;
        }
        tags.push_back(tag_from(text.substr(at, end + 2 - at), at));
        at = text.find("{{", end + 2);
    }
    return tags;
}

std::size_t line_of(std::string_view text, std::size_t position)
{
    const auto until = text.begin() + static_cast<std::ptrdiff_t>(std::min(position, text.size()));
    return 1 + static_cast<std::size_t>(std::count(text.begin(), until, '\n'));
}

}  // namespace aspic
