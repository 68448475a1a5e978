// The shipped site below a prefix.
#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "paths.h"
#include "small_site.h"

using namespace manual;

namespace {

std::set<std::string> addresses(const std::string& html)
{
    static const std::regex address{
        R"re( (?:href|src|action|formaction|data-live|data-mark-read)="([^"#][^"]*)")re"};
    std::set<std::string> found;
    for (std::sregex_iterator at{html.begin(), html.end(), address}, end; at != end; ++at)
        found.insert((*at)[1]);
    return found;
}

struct MountedSite : SmallSite {
    MountedSite() : SmallSite{{.mount = "/docs"}} {}
};

}  // namespace

TEST_CASE("below a mount, every address in every page has the prefix, for guests and members")
{
    MountedSite site;
    const std::vector<std::string> pages{"/docs/",
                                         "/docs/man/1",
                                         "/docs/man/1?below=pr",
                                         "/docs/man/1/ls",
                                         "/docs/man/1/none",
                                         "/docs/search?q=ls",
                                         "/docs/search?q=none",
                                         "/docs/account/sign-in",
                                         "/docs/account/sign-up",
                                         "/docs/none"};
    for (const bool is_member : {false, true}) {
        if (is_member) {
            CHECK(field(site.client.post("/docs/account/sign-up", {{"name", "Ana"},
                                                                   {"password", "correct horse"},
                                                                   {"next", "/docs/man/1/ls"}}),
                        "Location") == "/docs/man/1/ls");
            CHECK(site.client.post("/docs/man/1/ls/notes", {{"text", "A note."}}).status == 303);
            CHECK(site.client.post("/docs/man/3/printf/read", {}).status < 400);
        }
        for (const std::string& page : pages) {
            const auto answer = site.client.get(page);
            const auto found = addresses(answer.body);
            CHECK((answer.status == 303 || found.size() > 3));
            for (const std::string& address : found) {
                CAPTURE(page);
                const bool is_outside = address.starts_with("https:");
                CHECK((is_outside || address.starts_with("/docs/") || address.starts_with("./")));
            }
        }
    }
}

TEST_CASE("below a mount, fragments know their page, and lead back to it")
{
    MountedSite site;
    const auto fragment = [&](const std::string& path) {
        return site.client
            .get("/docs/_live?page=%2Fdocs%2Fman%2F1%2Fls&fragment=" + aspic::percent_encode(path))
            .body;
    };
    CHECK(contains(fragment("/_navigation"),
                   "href=\"/docs/account/sign-in?next=%2Fdocs%2Fman%2F1%2Fls\""));
    site.client.post("/docs/account/sign-up",
                     {{"name", "Ana"}, {"password", "correct horse"}, {"next", "/docs/"}});
    site.client.post("/docs/man/1/ls/read", {});
    site.client.post("/docs/man/3/printf/read", {});
    // It lists what was read, but not the page that shows it.
    CHECK(contains(fragment("/_recent"), "href=\"/docs/man/3/printf\""));
    CHECK_FALSE(contains(fragment("/_recent"), "href=\"/docs/man/1/ls\""));
    CHECK(contains(fragment("/_navigation"), "value=\"/docs/man/1/ls\""));
}
