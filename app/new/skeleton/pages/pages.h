// The views. Each is a plain function; site.cpp gives it its URL and says how long it is cached. A
// view that takes a PublicRequest can be cached, because it cannot know who is asking.
#pragma once

#include <aspic/aspic.h>

namespace pages {

aspic::Page home(aspic::PublicRequest& request);
aspic::Page notes(aspic::PublicRequest& request);

aspic::Page note_form(aspic::Request& request);
aspic::Result write_note(aspic::Request& request);

aspic::Page sign_up_form(aspic::Request& request);
aspic::Result sign_up(aspic::Request& request);
aspic::Page sign_in_form(aspic::Request& request);
aspic::Result sign_in(aspic::Request& request);
aspic::Response sign_out(aspic::Request& request);

aspic::Fragment navigation(aspic::Request& request);
aspic::Fragment messages(aspic::Request& request);

}  // namespace pages
