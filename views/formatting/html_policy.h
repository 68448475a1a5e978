// Decides which HTML of mandoc a visitor may get. Everything that is not allowed here is removed.
// Man pages come with packages, and a page must not run a script or change the layout around it.
// Pure functions. Any thread may call them.
#pragma once

#include <string>
#include <string_view>

#include "formatting/html_tokens.h"

namespace manual {

bool is_allowed_element(std::string_view name);

bool is_void_element(std::string_view name);  // br

struct HtmlAttributes {
    std::string classes;  // decoded, like the next two
    std::string id;
    std::string href;  // of an `a`; not checked yet
    std::string more;  // in written form: ` colspan="2"`

    bool empty() const { return classes.empty() && id.empty() && href.empty() && more.empty(); }
};

// Returns the allowed attributes of a tag. A style attribute becomes classes, such as tbl-center,
// because the site's Content-Security-Policy forbids inline styles.
HtmlAttributes allowed_attributes(const HtmlToken& tag);

// Returns the written form: ` class="..." id="..."`.
std::string written(const HtmlAttributes& attributes);

// The site has its own anchors on a page: "notes", and those that begin with "site-". If a page has
// an anchor of that name, it gets another name, and so do the links to it.
std::string anchor_of_manual(std::string_view id);

// Allows http, https, ftp and mailto links. Refuses javascript: and links within a site.
bool is_safe_external_link(std::string_view url);

}  // namespace manual
