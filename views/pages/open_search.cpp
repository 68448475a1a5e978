#include "pages/origin.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

aspic::Response open_search(aspic::PublicRequest& request)
{
    const std::string search = aspic::escape_html(origin_of(request) + search_path());
    aspic::Response answer =
        aspic::text(R"(<?xml version="1.0" encoding="UTF-8"?>)"
                    "\n<OpenSearchDescription "
                    R"(xmlns="http://a9.com/-/spec/opensearch/1.1/">)"
                    "\n<ShortName>Manual</ShortName>\n"
                    "<Description>The manual pages of this machine</Description>\n"
                    "<InputEncoding>UTF-8</InputEncoding>\n"
                    R"(<Url type="text/html" template=")" +
                    search +
                    "?q={searchTerms}\"/>\n"
                    "</OpenSearchDescription>\n");
    answer.headers.set("Content-Type", "application/opensearchdescription+xml; charset=utf-8");
    return answer;
}

}  // namespace manual
