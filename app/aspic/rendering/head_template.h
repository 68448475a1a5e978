#pragma once
// The template that the library brings: what a site's base template includes in its <head>, so that
// holes work. Pure functions.
//
//     {{>ASPIC_HEAD}}

#include <string>
#include <string_view>

namespace aspic {

/// What the scripts in pages need to know of the site.
struct HeadSettings {
    /// The URL of all fragments of a page: "/_live", or below a mount "/docs/_live".
    std::string live_address{"/_live"};
    /// What the names of its cookies begin with: "docs-" (http/site_cookies.h).
    std::string cookie_prefix{};
    /// The URL of the compression dictionary; empty: there is none.
    std::string dictionary_address{};
};

/// No template of a site may have this name.
inline constexpr std::string_view head_template_name = "aspic_head.tpl";

/// An attribute of the script in the head: the page answers a GET, so the script may ask for it
/// again.
inline constexpr std::string_view may_ask_again = R"( data-again="yes")";

/// Changes that attribute in a page that answers a form: to ask for it again would send the form
/// again. The page keeps its size.
void forbid_asking_again(std::string& html);
/// Changes it in a page that shows messages, which are shown once: only if the browser has kept the
/// page for Back, the script asks for it again. The page keeps its size.
void ask_again_only_by_back(std::string& html);

/// The beginning of the tag that names the compression dictionary, up to its URL.
inline constexpr std::string_view dictionary_tag = R"(<link rel="compression-dictionary" href=")";

/// The tags of the library's scripts and style, in the order that they need. The first script knows
/// the address of jQuery, and loads it if there is something to fill.
std::string head_template(const HeadSettings& settings);

}  // namespace aspic
