#include <aspic/rendering/head_template.h>

#include <aspic/rendering/escape.h>

namespace aspic {

namespace {

// As text of a template, in which "{{" would begin a variable.
std::string literal(std::string_view text)
{
    std::string result;
    for (const char c : escape_html(text)) {
        if (c == '{')
            result += "&#123;";
        else
            result += c;
    }
    return result;
}

}  // namespace

void forbid_asking_again(std::string& html)
{
    constexpr std::string_view forbidden = R"( data-again="no ")";
    static_assert(forbidden.size() == may_ask_again.size());
    const std::size_t at = html.find(may_ask_again);
    if (at != std::string::npos) html.replace(at, forbidden.size(), forbidden);
}

std::string head_template(std::string_view live_address)
{
    // The script comes before the style: a script waits for the style sheets that stand before it.
    return R"({{%AUTOESCAPE context="HTML"}}
<script src="{{STATIC:x-static=aspic/head.js}}" data-live=")" +
           literal(live_address) + '"' + std::string{may_ask_again} + R"(></script>
<link rel="stylesheet" href="{{STATIC:x-static=aspic/holes.css}}">
<script defer src="{{STATIC:x-static=jquery.min.js}}"></script>
<script defer src="{{STATIC:x-static=aspic/deferred.js}}"></script>
)";
}

}  // namespace aspic
