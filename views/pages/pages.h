// All views of the site. Each is in a file with its name. A view is a plain function. site.cpp
// defines its URL and how long it is cached. A view that takes a PublicRequest may be cached,
// because it cannot know the visitor. The other headers here are shared by several views.
#pragma once

#include <aspic/aspic.h>

#include <string_view>

namespace manual {

aspic::Page home(aspic::PublicRequest& request);
aspic::Answer all_sections(aspic::PublicRequest& request);  // leads to the home page
aspic::Answer section(aspic::PublicRequest& request, std::string_view section);
aspic::Answer manual(aspic::PublicRequest& request, std::string_view section,
                     std::string_view name);
// The same in another language than English: "de", "pt-BR".
aspic::Answer translated(aspic::PublicRequest& request, std::string_view language,
                         std::string_view section, std::string_view name);
// The pages of a Debian package, by section. If there is only one, the answer leads to it.
aspic::Answer package(aspic::PublicRequest& request, std::string_view name);
aspic::Answer search(aspic::PublicRequest& request);

// The suggestions under a search box, for its script. The page cache keeps only what everybody types
// first, a letter or two: some thousand answers. A rare suggestion is quick to make, and a visitor
// who types at random does not fill the cache with them.
aspic::Json suggest(aspic::PublicRequest& request);
bool is_rare_suggestion(aspic::Request& request);

aspic::Response robots(aspic::PublicRequest& request);
// With it, browsers offer the site among their search engines (OpenSearch 1.1).
aspic::Response open_search(aspic::PublicRequest& request);
// The list of all pages for search engines. If it is too long for one file, it lists its parts.
aspic::Response sitemap(aspic::PublicRequest& request);
aspic::Response sitemap_part(aspic::PublicRequest& request, int part);

aspic::Answer sign_up(aspic::Request& request);
aspic::Answer sign_in(aspic::Request& request);
aspic::Response sign_out(aspic::Request& request);

// The site's script calls this when a page is read. The page is then listed under "Read lately".
aspic::Response mark_read(aspic::Request& request, std::string_view section, std::string_view name);

// The notes that readers write on a manual page.
aspic::Answer add_note(aspic::Request& request, std::string_view section, std::string_view name);
aspic::Answer change_note(aspic::Request& request, int id);
aspic::Answer delete_note(aspic::Request& request, int id);

// The fragments: "Hi, logged in as Ana" in the corner of every page; the pages that this visitor
// has read lately; the notes on a page, with a form to change the visitor's own notes.
aspic::Fragment navigation(aspic::Request& request);
aspic::Fragment recent(aspic::Request& request);
aspic::Fragment notes(aspic::Request& request, std::string_view section, std::string_view name);

}  // namespace manual
