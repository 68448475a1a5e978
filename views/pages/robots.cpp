#include "pages/origin.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

aspic::Response robots(aspic::PublicRequest& request)
{
    std::string rules = "User-agent: *\n";
    for (const std::string& url : {sign_in_path(), sign_up_path(), sign_out_path(), search_path(),
                                   suggest_path(), aspic::site_url("/_")})
        rules += "Disallow: " + url + '\n';
    rules += "Sitemap: " + origin_of(request) + sitemap_path() + '\n';
    return aspic::text(std::move(rules));
}

}  // namespace manual
