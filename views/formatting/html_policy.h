// Which HTML of mandoc's may reach a visitor. What is not named here does not pass: man pages come
// with packages, and a page must not be able to run a script or to break out of its place in the
// layout. Pure; callable from any thread.
#pragma once

#include <string>
#include <string_view>

#include "formatting/html_tokens.h"

namespace manual {

bool is_allowed_element(std::string_view name);

bool is_void_element(std::string_view name);  // br

// ` class="..." id="..."`: what may stay of a tag's attributes, ready to be written; `href` is not
// among them. A style attribute becomes classes, such as tbl-center: the site's
// Content-Security-Policy forbids inline styles.
std::string allowed_attributes(const HtmlToken& tag);

// The site has anchors of its own on a page: "notes", and what begins with "site-". A page's own of
// that name is called otherwise, here and in links to it.
std::string anchor_of_manual(std::string_view id);

// http, https, ftp and mailto links. Not javascript:, not links within a site.
bool is_safe_external_link(std::string_view url);

}  // namespace manual
