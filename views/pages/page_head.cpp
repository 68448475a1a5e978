#include "pages/page_head.h"

namespace manual {

void describe(aspic::Page& page, std::string_view summary, std::string_view canonical_url)
{
    page.set("SUMMARY", summary);
    page.show("HAS_CANONICAL", true);
    page.set("CANONICAL_URL", canonical_url);
}

void set_head_defaults(aspic::PublicRequest& /*request*/, aspic::Values& values)
{
    values.set("SUMMARY", "The manual pages of this machine.");
    values.show("HAS_CANONICAL", false);
    values.set("CANONICAL_URL", "");
}

}  // namespace manual
