#include <aspic/sessions/live_cookie.h>

#include <doctest/doctest.h>

#include <string>

using namespace aspic;

namespace {

bool has_snapshot_with(const std::string& cookies, std::string_view key = "kkkkkk")
{
    RequestSource source;
    source.fields.emplace_back("Cookie", cookies);
    const Request request{std::move(source), Target{}};
    const auto version = live_version(request, {});
    return version && has_snapshot(request, {}, *version, key);
}

std::string version_with(const std::string& cookies)
{
    RequestSource source;
    source.fields.emplace_back("Cookie", cookies);
    const Request request{std::move(source), Target{}};
    return std::string{live_version(request, {}).value_or("none")};
}

}  // namespace

TEST_CASE("a live version has eleven characters of base64url, or is invalid")
{
    CHECK(version_with("live=abcdefghi-_") == "abcdefghi-_");
    for (const std::string value :
         {"", "abcdefghijkl", "abcdefghij", "abcdefghij=", "abcdefghij ", "<script>ab"}) {
        CAPTURE(value);
        CHECK(version_with("live=" + value) == "none");
    }
    CHECK(version_with("other=abcdefghijk") == "none");
}

TEST_CASE("the browser has a snapshot if the page's key is listed with the visitor's version")
{
    const std::string live = "live=abcdefghijk; ";
    CHECK(has_snapshot_with(live + "snapshots=abcdefghijk.kkkkkk"));
    CHECK(has_snapshot_with(live + "snapshots=abcdefghijk.aaaaaabbbbbbkkkkkk"));
    CHECK(has_snapshot_with("snapshots=abcdefghijk.kkkkkkaaaaaa; " + live));
}

TEST_CASE("a live or snapshots cookie of another site does not hide ours")
{
    CHECK(version_with("live=true; live=abcdefghijk") == "abcdefghijk");
    CHECK(version_with("live=; live=abcdefghijk; live=bbbbbbbbbbb") == "abcdefghijk");
    CHECK(
        has_snapshot_with("live=1; snapshots=on; live=abcdefghijk; snapshots=abcdefghijk.kkkkkk"));
    CHECK(has_snapshot_with(
        "live=abcdefghijk; snapshots=bbbbbbbbbbb.kkkkkk; snapshots=abcdefghijk.kkkkkk"));
    CHECK_FALSE(has_snapshot_with(
        "live=abcdefghijk; snapshots=bbbbbbbbbbb.kkkkkk; snapshots=abcdefghijk.aaaaaa"));
}

TEST_CASE("a browser that keeps snapshots of any version runs scripts")
{
    const auto keeps = [](const std::string& cookies) {
        RequestSource source;
        source.fields.emplace_back("Cookie", cookies);
        return keeps_snapshots(Request{std::move(source), Target{}}, {});
    };
    CHECK(keeps("snapshots=abcdefghijk.kkkkkk"));
    CHECK(keeps("snapshots=on; snapshots=abcdefghijk."));
    CHECK_FALSE(keeps("snapshots=on"));
    CHECK_FALSE(keeps("snapshots="));
    CHECK_FALSE(keeps("other=abcdefghijk.kkkkkk"));
}

TEST_CASE("a browser that has no snapshots may say that it runs scripts")
{
    RequestSource source;
    source.fields.emplace_back("Cookie", "snapshots=-----------.");
    const Request request{std::move(source), Target{}};
    CHECK(runs_scripts(request, {}));
    CHECK_FALSE(keeps_snapshots(request, {}));
    CHECK_FALSE(runs_scripts(Request{RequestSource{}, Target{}}, {}));
}

TEST_CASE("with another version, another page or a foreign cookie there is no snapshot")
{
    const std::string live = "live=abcdefghijk; ";
    for (const std::string value :
         {"", ".", "abcdefghijk", "abcdefghijk.", "abcdefghijk.kkkkk", "abcdefghijX.kkkkkk",
          "abcdefghijkkkkkkk", "abcdefghijk.akkkkkkaaaaa", "abcdefghijk.aaaaaakkkkk", ".kkkkkk"}) {
        CAPTURE(value);
        CHECK_FALSE(has_snapshot_with(live + "snapshots=" + value));
    }
    CHECK_FALSE(has_snapshot_with("snapshots=abcdefghijk.kkkkkk"));
    CHECK_FALSE(has_snapshot_with(live));
    CHECK_FALSE(has_snapshot_with(live + "snapshots=abcdefghijk.kkkkkk", ""));
}
