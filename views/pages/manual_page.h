// The page that shows a manual page, in any language.
#pragma once

#include <aspic/aspic.h>

#include <string>
#include <string_view>

#include "catalogue/translations.h"

namespace manual {

// Returns the page, or one with status 404 that says why it cannot be read. Throws aspic::NotFound
// if its file was removed, and what formatted() throws.
aspic::Page manual_page(const PageText& text);

// Returns the URL of a page: /man/1/ls, /de/man/1/ls.
std::string page_path(std::string_view language, std::string_view section, std::string_view name);

}  // namespace manual
