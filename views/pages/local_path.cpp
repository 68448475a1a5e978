#include "pages/local_path.h"

#include "paths.h"

namespace manual {

namespace {

bool is_account_form(std::string_view url)
{
    return sign_in_path.match(url) || sign_up_path.match(url) || sign_out_path.match(url);
}

bool is_fragment(std::string_view url)
{
    return url.starts_with(aspic::site_url("/_"));
}

}  // namespace

std::string local_path(std::optional<std::string_view> typed)
{
    std::string url = aspic::local_path(typed, home_path());
    return is_account_form(url) || is_fragment(url) ? home_path() : url;
}

std::string way_back(const aspic::Request& request)
{
    // The page is not always known.
    return request.page().empty() ? home_path() : local_path(aspic::site_url(request.page()));
}

}  // namespace manual
