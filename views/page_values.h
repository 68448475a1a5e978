// What the templates of all pages have beside the values of their own views.
#pragma once

#include <aspic/aspic.h>

namespace manual {

// Sets the links of the frame: error pages have no view that could do so.
void set_page_values(aspic::PublicRequest& request, aspic::Values& values);

}  // namespace manual
