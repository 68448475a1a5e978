// What search engines and link previews read in the <head> of a page. Any thread may call these.
#pragma once

#include <aspic/aspic.h>

#include <string_view>

namespace manual {

// Sets the page's description, and its URL without a query that does not change it.
void describe(aspic::Page& page, std::string_view summary, std::string_view canonical_url);

// For pages that nobody should find by a search engine: forms, errors. Called for every page.
void set_head_defaults(aspic::PublicRequest& request, aspic::Values& values);

}  // namespace manual
