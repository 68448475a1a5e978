// Splits mandoc's HTML into tags and text. The results are views into the given text. Any thread
// may call this.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace manual {

struct HtmlAttribute {
    std::string_view name;
    std::string_view value;  // as written, with its character references
};

struct HtmlToken {
    enum class Kind { text, start, end };
    Kind kind = Kind::text;
    std::string_view name;  // the name of a tag: "h1"
    std::vector<HtmlAttribute> attributes;
    std::string_view text;  // as written, with its character references
    bool closed = false;    // <br/>

    bool starts(std::string_view tag) const { return kind == Kind::start && name == tag; }
    bool ends(std::string_view tag) const { return kind == Kind::end && name == tag; }
    std::string_view attribute(std::string_view wanted) const;  // "" if there is none
};

// Skips comments and declarations. A `<` that does not begin a tag is text.
std::vector<HtmlToken> html_tokens(std::string_view html);

// Replaces character references: "a &lt; b" -> "a < b".
std::string html_decoded(std::string_view text);

}  // namespace manual
