// What <head> says of a page.
#include <doctest/doctest.h>

#include "../small_site.h"

using namespace manual;

TEST_CASE("each page has a description of its own")
{
    SmallSite site;
    const auto description = [&](const char* path) {
        const std::string body = site.client.get(path).body;
        const std::string begin = "<meta name=\"description\" content=\"";
        const std::size_t at = body.find(begin) + begin.size();
        return body.substr(at, body.find('"', at) - at);
    };
    CHECK(description("/man/1/ls") == "ls(1): list directory contents");
    CHECK(description("/man/1/%5B") == "[(1): check &lt;types&gt; &amp; &quot;values&quot;");
    CHECK(description("/man/1") ==
          "Section 1 of the manual: Programs and shell commands for everyone. 3 pages.");
    CHECK(description("/") == "All manual pages of this machine, by section.");
    CHECK(description("/account/sign-in") == "The manual pages of this machine.");
    CHECK(description("/nowhere") == "The manual pages of this machine.");
}

TEST_CASE("the canonical URL has only what changes the page")
{
    SmallSite site;
    const auto has = [&](const char* path, const std::string& url) {
        return contains(site.client.get(path).body,
                        "<link rel=\"canonical\" href=\"" + url + "\">");
    };
    CHECK(has("/man/1/ls?utm_source=x", "/man/1/ls"));
    CHECK(has("/man/3pm/Foo::Bar", "/man/3pm/Foo%3A%3ABar"));
    CHECK(has("/man/1?below=prin&x=1", "/man/1?below=prin"));
    CHECK(has("/?x=1", "/"));
    for (const char* path : {"/search?q=ls", "/account/sign-in", "/man/1/lss", "/nowhere"}) {
        CAPTURE(path);
        CHECK_FALSE(contains(site.client.get(path).body, "rel=\"canonical\""));
    }
}
