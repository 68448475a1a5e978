#include <aspic/site/status_page.h>

#include <algorithm>
#include <string>
#include <string_view>

#include <aspic/rendering/browser_files.h>
#include <aspic/rendering/content_security_policy.h>

namespace aspic {

namespace {

constexpr std::string_view policy =
    "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

std::string_view script()
{
    const auto files = browser_files();
    const auto found = std::find_if(files.begin(), files.end(), [](const BrowserFile& one) {
        return one.name == "aspic/status.js";
    });
    return found->content;
}

}  // namespace

Response status_page()
{
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n<link rel=\"icon\" href=\"data:,\">\n"
        "<title>Status</title>\n</head>\n<body>\n<main id=\"status\">\n<noscript><p>The plots need "
        "JavaScript. <a href=\"_status.json\">The same as JSON</a>, <a href=\"_metrics\">as "
        "metrics</a>.</p></noscript>\n</main>\n<script>";
    html += script();
    html += "</script>\n</body>\n</html>\n";
    Response response = content("text/html; charset=utf-8", std::move(html));
    response.headers.set("Content-Security-Policy", allow_script(policy, script()));
    return response;
}

}  // namespace aspic
