// The answer of /_live. See also fragments_test.cpp.
#include <doctest/doctest.h>

#include <aspic/site/test_client.h>
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using namespace support;

namespace {

Fragment kept(Request& request)
{
    return navigation(request);
}

Site site()
{
    return small_site(view<"/_kept">(private_cache<30s>(kept)),
                      view<"/_longer">(private_cache<5min>(kept)),
                      view<"/_fleeting">(private_cache<0s>(kept)));
}

std::string hash_of(const std::string& answer)
{
    const std::string name = "hash=\"";
    const std::size_t from = answer.find(name) + name.size();
    return answer.substr(from, answer.find('"', from) - from);
}

}  // namespace

TEST_CASE("signing in changes the answer of /_live")
{
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    const std::string live = "/_live?page=/cached/ls&fragment=/_navigation";
    CHECK(contains(client.get(live).body, ">guest on /cached/ls</x-live>"));
    client.post("/in", {{"name", "Ana <b>"}});
    const auto filled = client.get(live);
    CHECK(contains(filled.body, ">Ana &lt;b&gt; on /cached/ls</x-live>"));
    CHECK(filled.headers.get("Cache-Control") == "private, no-store");
    client.post("/out", {});
    CHECK(contains(client.get(live).body, "guest"));
}

TEST_CASE("/_live removes the live cookie of a session that has ended")
{
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    client.post("/in", {{"name", "Ana"}});
    client.cookies().erase("session");
    CHECK(contains(client.get("/_live?page=/&fragment=/_navigation").body, "guest"));
    CHECK_FALSE(client.cookies().contains("live"));
}

TEST_CASE("/_live renews the session of a visitor who reads only cached pages")
{
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    client.post("/in", {{"name", "Ana"}});
    const auto before = client.cookies();
    const std::string live = "/_live?page=/&fragment=/_navigation";
    const auto soon = client.get(live);
    CHECK_FALSE(soon.headers.has("Set-Cookie"));
    client.advance(13h);
    const auto same = client.get(live + "&have=" + hash_of(soon.body));
    CHECK(same.status == 204);
    CHECK(client.cookies()["session"] != before.at("session"));
    CHECK(client.cookies()["live"] == before.at("live"));
}

TEST_CASE("fragments that are requested alone have the policy of pages")
{
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    const auto page = client.get("/");
    const auto policy = page.headers.get("Content-Security-Policy");
    REQUIRE(policy);
    const auto live = client.get("/_live?fragment=/_navigation");
    CHECK(live.headers.get("Content-Security-Policy") == policy);
    CHECK(client.get("/_navigation").headers.get("Content-Security-Policy") == policy);
    const auto same = client.get("/_live?fragment=/_navigation&have=" + hash_of(live.body));
    CHECK(same.status == 204);
    CHECK_FALSE(same.headers.has("Content-Security-Policy"));
}

TEST_CASE("content that the browser already has is not sent again")
{
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    const std::string hash = hash_of(client.get("/_live?page=/&fragment=/_navigation").body);
    const auto same = client.get("/_live?page=/&fragment=/_navigation&have=" + hash);
    CHECK(same.status == 204);
    CHECK(same.body.empty());
    const auto both =
        client.get("/_live?page=/&fragment=/_kept&have=old&fragment=/_navigation&have=" + hash);
    CHECK(both.status == 200);
    CHECK(contains(both.body, "<x-live fragment=\"/_navigation\" unchanged></x-live>"));
    CHECK(contains(both.body, "keep=\"30\">guest on /</x-live>"));
    // On another page the same fragment has other content.
    CHECK(client.get("/_live?page=/a&fragment=/_navigation&have=" + hash).status == 200);
}

TEST_CASE("a wrong number of hashes does no harm")
{
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    CHECK(client.get("/_live?fragment=/_navigation&have=a&have=b&have=").status == 200);
    CHECK(client.get("/_live?have=a&fragment=/_navigation&fragment=/_kept").status == 200);
}

TEST_CASE("a fragment's own lifetime applies only to the visitor's browser")
{
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    const auto kept_alone = client.get("/_live?fragment=/_kept&fragment=/_longer");
    CHECK(kept_alone.headers.get("Cache-Control") == "private, max-age=30");
    CHECK(kept_alone.headers.get("Vary") == "Cookie");
    const auto mixed = client.get("/_live?fragment=/_kept&fragment=/_navigation");
    CHECK(mixed.headers.get("Cache-Control") == "private, no-store");
    const auto fleeting = client.get("/_live?fragment=/_kept&fragment=/_fleeting");
    CHECK(fleeting.headers.get("Cache-Control") == "private, no-store");
    CHECK(contains(fleeting.body, "keep=\"0\">guest on </x-live>"));
    CHECK(client.get("/_fleeting").headers.get("Cache-Control") == "private, max-age=0");
    const auto itself = client.get("/_longer");
    CHECK(itself.headers.get("Cache-Control") == "private, max-age=300");
    CHECK(itself.headers.get("Vary") == "Cookie");
}

TEST_CASE("a slow fragment is named, and rendered when it is requested alone")
{
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path(), .slow_fragment = 0ms}};
    client.post("/in", {{"name", "Ana"}});
    // Every fragment is slow after it has run once.
    CHECK(contains(client.get("/_live?fragment=/_kept").body, ">Ana on </x-live>"));
    const auto both = client.get("/_live?fragment=/_kept&fragment=/_navigation");
    CHECK(contains(both.body, "<x-live fragment=\"/_kept\" later></x-live>"));
    CHECK(contains(both.body, ">Ana on </x-live>"));
    CHECK(contains(client.get("/_live?fragment=/_kept").body, ">Ana on </x-live>"));
    CHECK(contains(client.get("/_live?fragment=/_kept&fragment=/_navigation").body,
                   "Ana on </x-live><x-live"));
}
