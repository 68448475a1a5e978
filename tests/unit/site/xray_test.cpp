#include <aspic/site/xray.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::chrono_literals;

TEST_CASE("a page that is not cached has its own data and that of its fragments")
{
    CHECK(to_json({.status = "Aspic; fwd=bypass", .path = "/account", .bytes = 7}, {}) ==
          R"({"page":{"status":"Aspic; fwd=bypass","path":"/account","bytes":7},"fragments":[]})");
    CHECK(to_json({.status = "s", .path = "/", .bytes = 1},
                  {{.fragment = "/_a", .took = 1249us, .bytes = 12, .keep = 300s},
                   {.fragment = "/_b", .state = HoleState::failed},
                   {.fragment = "/_c", .state = HoleState::later}}) ==
          R"({"page":{"status":"s","path":"/","bytes":1},"fragments":[)"
          R"({"fragment":"/_a","state":"live","ms":1.2,"bytes":12,"keep":300},)"
          R"({"fragment":"/_b","state":"failed"},{"fragment":"/_c","state":"later"}]})");
}

TEST_CASE("the data of a cached page contains what the cache knows about it")
{
    const XrayPage page{.status = "Aspic; hit; ttl=5",
                        .path = "/man/1/ls",
                        .bytes = 9,
                        .cached = XrayPage::Cached{.key = "/man/1/ls:12ab",
                                                   .age = 3s,
                                                   .ttl = -5s,
                                                   .tags = {"a", "b"},
                                                   .inputs = {{"query q", "x"}, {"host", "h"}},
                                                   .render_time = 41ms}};
    CHECK(to_json(page, {}) ==
          R"({"page":{"status":"Aspic; hit; ttl=5","path":"/man/1/ls","bytes":9,)"
          R"("key":"/man/1/ls:12ab","age":3,"ttl":-5,"render_ms":41,"tags":["a","b"],)"
          R"("inputs":{"query q":"x","host":"h"}},"fragments":[]})");
}

TEST_CASE("no text can end the element with the data, or its own quotes")
{
    const std::string evil = "</script><!--\"\\\n\x01\x7f\xc3\xa9";
    const std::string json =
        to_json({.status = evil,
                 .path = evil,
                 .cached = XrayPage::Cached{.key = evil, .tags = {evil}, .inputs = {{evil, evil}}}},
                {{.fragment = evil}});
    CHECK(json.find('<') == std::string::npos);
    CHECK(json.find('\n') == std::string::npos);
    const std::string escaped = R"("\u003c/script>\u003c!--\"\\\u000a\u0001\u007f)"
                                "\xc3\xa9\"";
    std::size_t count = 0;
    for (std::size_t at = json.find(escaped); at != std::string::npos;
         at = json.find(escaped, at + 1))
        ++count;
    CHECK(count == 7);
}

TEST_CASE("the script comes after the data, with its URL as an attribute")
{
    CHECK(xray_elements("{}", "/static/xray.\"1\".js") ==
          R"(<script type="application/json" id="xray">{}</script>)"
          R"(<script defer src="/static/xray.&quot;1&quot;.js"></script>)");
}
