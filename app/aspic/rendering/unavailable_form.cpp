#include <aspic/rendering/unavailable_form.h>

#include <optional>
#include <string>

#include <aspic/rendering/escape.h>

namespace aspic {

namespace {

// app/browser/unavailable.js has the same text. Without scripts, the link loads the page again.
constexpr std::string_view default_form =
    R"(<p class="live-unavailable" role="status">Not available now. <a href="" data-live-retry>Try again</a></p>)";

std::optional<std::string_view> content_after(std::string_view html, std::string_view opening)
{
    const std::size_t at = html.find(opening);
    if (at == std::string_view::npos) return {};
    html.remove_prefix(at + opening.size());
    const std::size_t end = html.find("</template>");
    if (end == std::string_view::npos) return {};
    return html.substr(0, end);
}

}  // namespace

std::string_view unavailable_form(std::string_view page_html, std::string_view fragment)
{
    const std::string opening = "<template data-live-unavailable";
    if (const auto own = content_after(page_html, opening + "=\"" + escape_html(fragment) + "\">"))
        return *own;
    return content_after(page_html, opening + ">").value_or(default_form);
}

}  // namespace aspic
