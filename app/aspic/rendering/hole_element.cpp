#include <aspic/rendering/hole_element.h>

#include <algorithm>
#include <cstddef>

#include <aspic/rendering/escape.h>

namespace aspic {

namespace {

constexpr std::string_view closing_tag = "</x-live>";

std::string_view word_for(HoleState state)
{
    switch (state) {
        case HoleState::failed:
            return " failed";
        case HoleState::later:
            return " later";
        case HoleState::unchanged:
            return " unchanged";
        case HoleState::filled:
            break;
    }
    return "";
}

void add_attribute(std::string& html, std::string_view name, std::string_view value)
{
    if (value.empty()) return;
    html.append(" ").append(name).append("=\"");
    append_escaped(html, value);
    html += '"';
}

}  // namespace

std::string to_html(const HoleElement& element)
{
    constexpr std::size_t around_texts = 128;
    std::string html;
    html.reserve(around_texts + element.fragment.size() + element.visitor.size() +
                 element.hash.size() + element.content.size());
    html += "<x-live";
    add_attribute(html, "fragment", element.fragment);
    add_attribute(html, "key", element.key);
    add_attribute(html, "visitor", element.visitor);
    add_attribute(html, "hash", element.hash);
    if (element.keep) add_attribute(html, "keep", std::to_string(element.keep->count()));
    html += word_for(element.state);
    if (element.is_passing) html += " passing";
    if (element.is_waiting) html += " waiting";
    if (element.state == HoleState::later && !element.content.empty()) html += " blank";
    html += '>';
    html += element.content;
    html += closing_tag;
    return html;
}

std::string_view content_of(std::string_view element)
{
    // Attributes contain no ">": it is escaped there.
    const std::size_t opened = element.find('>');
    if (opened == std::string_view::npos || !element.ends_with(closing_tag)) return {};
    const std::size_t from = opened + 1;
    return element.substr(from, std::max(element.size() - closing_tag.size(), from) - from);
}

}  // namespace aspic
