#pragma once
// The parts of a template in order: text, and tags {{...}}. Pure functions.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace aspic {

enum class TagKind : std::uint8_t {
    variable,    // {{NAME}}, {{NAME:modifiers}}
    section,     // {{#NAME}}
    end,         // {{/NAME}}
    include,     // {{>NAME}}
    comment,     // {{! ... }}
    pragma,      // {{% ... }}
    delimiters,  // {{=...=}}, which no template may have
    unclosed,    // {{ to the end of the text
};

struct TemplateTag {
    TagKind kind = TagKind::variable;
    std::string_view name{};
    std::string_view modifiers{};  // with the first colon
    std::string_view whole{};      // "{{NAME:h}}"
    std::size_t position = 0;      // of `whole` in the template
};

/// The views point into `text`.
std::vector<TemplateTag> tags_of(std::string_view text);

/// From 1.
std::size_t line_of(std::string_view text, std::size_t position);

}  // namespace aspic
