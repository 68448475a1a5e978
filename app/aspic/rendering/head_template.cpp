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

constexpr std::string_view must_not_ask = R"( data-again="no ")";
constexpr std::string_view asks_by_back = R"( data-again="own")";
static_assert(must_not_ask.size() == may_ask_again.size());
static_assert(asks_by_back.size() == may_ask_again.size());

void set_asking(std::string& html, std::string_view attribute)
{
    const std::size_t at = html.find(may_ask_again);
    if (at != std::string::npos) html.replace(at, attribute.size(), attribute);
}

}  // namespace

void forbid_asking_again(std::string& html)
{
    set_asking(html, must_not_ask);
}

void ask_again_only_by_back(std::string& html)
{
    set_asking(html, asks_by_back);
}

std::string head_template(const HeadSettings& settings)
{
    const std::string cookies = settings.cookie_prefix.empty()
                                    ? ""
                                    : R"( data-cookies=")" + literal(settings.cookie_prefix) + '"';
    // A browser loads it when it has nothing else to do (RFC 9842, section 3).
    const std::string dictionary =
        settings.dictionary_address.empty()
            ? ""
            : std::string{dictionary_tag} + literal(settings.dictionary_address) + "\">\n";
    // The script comes before the style: a script waits for the style sheets that stand before it.
    return R"({{%AUTOESCAPE context="HTML"}}
<script src="{{STATIC:x-static=aspic/head.js}}" data-live=")" +
           literal(settings.live_address) + '"' + cookies + std::string{may_ask_again} +
           R"( data-jquery="{{STATIC:x-static=jquery.min.js}}"></script>
<link rel="stylesheet" href="{{STATIC:x-static=aspic/holes.css}}">
<script defer src="{{STATIC:x-static=aspic/deferred.js}}"></script>
)" + dictionary;
}

}  // namespace aspic
