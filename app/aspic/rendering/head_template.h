#pragma once
// The template that the library brings: what a site's base template includes in its <head>, so that
// holes work. Pure functions.
//
//     {{>ASPIC_HEAD}}

#include <string>
#include <string_view>

namespace aspic {

/// No template of a site may have this name.
inline constexpr std::string_view head_template_name = "aspic_head.tpl";

/// The tags of the library's scripts and style, and of jQuery, in the order that they need.
/// `live_address` is the URL of all fragments of a page: "/_live", or below a mount "/docs/_live".
std::string head_template(std::string_view live_address);

}  // namespace aspic
