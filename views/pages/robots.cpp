#include "pages/pages.h"

namespace manual {

aspic::Response robots(aspic::PublicRequest& /*request*/)
{
    return aspic::text("User-agent: *\nDisallow: /account/\nDisallow: /search\nDisallow: /_\n");
}

}  // namespace manual
