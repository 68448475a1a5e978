#include "page_values.h"

#include "paths.h"

namespace manual {

void set_page_values(aspic::PublicRequest& /*request*/, aspic::Values& values)
{
    values.set("HOME_URL", home_path());
    values.set("SEARCH_PAGE_URL", search_path());
}

}  // namespace manual
