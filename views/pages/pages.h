// All views of the site, one file each, named after its view. A view is a plain function; site.cpp
// says at which URL it stands and for how long it is cached. A view that takes a PublicRequest may
// be cached: it cannot know who is asking. The other headers here hold what several views share.
#pragma once

#include <aspic/aspic.h>

#include <string_view>

namespace manual {

aspic::Page home(aspic::PublicRequest& request);
aspic::Page section(aspic::PublicRequest& request, std::string_view section);
aspic::Answer manual(aspic::PublicRequest& request, std::string_view section,
                     std::string_view name);
aspic::Page search(aspic::PublicRequest& request);
aspic::Response robots(aspic::PublicRequest& request);

aspic::Answer sign_up(aspic::Request& request);
aspic::Answer sign_in(aspic::Request& request);
aspic::Response sign_out(aspic::Request& request);

// The page is being read: the site's script says so, and it stands under "Read lately" from then on.
aspic::Response mark_read(aspic::Request& request, std::string_view section, std::string_view name);

// The notes that readers leave on a manual page.
aspic::Answer add_note(aspic::Request& request, std::string_view section, std::string_view name);
aspic::Answer change_note(aspic::Request& request, int id);
aspic::Answer delete_note(aspic::Request& request, int id);

// The fragments: "Hi, logged in as Ana" in the corner of every page; what this visitor has read
// lately; the notes on a page, one's own with a form to change them.
aspic::Fragment navigation(aspic::Request& request);
aspic::Fragment recent(aspic::Request& request);
aspic::Fragment notes(aspic::Request& request, std::string_view section, std::string_view name);

}  // namespace manual
