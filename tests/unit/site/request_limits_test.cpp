// What decorators say about requests: bodies, and requests from other sites.
#include <doctest/doctest.h>

#include <aspic/base/bytes.h>
#include <aspic/site/application.h>
#include <aspic/site/decorators.h>
#include <aspic/site/test_client.h>
#include "../support/captured_log.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using support::contains;

namespace {

const support::SmallTemplates templates;

Response size_of_body(Request& request)
{
    return text(std::to_string(request.body().size()));
}

Response visitor(Request& request)
{
    const bool sees_cookie = request.header("Cookie").has_value();
    return text(std::string{request.session().name()} + (sees_cookie ? " cookie" : " none"));
}

Response keeps(Request& request)
{
    request.session().set("a", "b");
    return text("kept");
}

class Client : public TestClient {
public:
    Client()
        : TestClient{support::small_site(
                         view<"/small">(allow<Method::post>(allow_body<10_KiB>(size_of_body))),
                         view<"/other">(allow_body<1_KiB>(allow<Method::post>(size_of_body))),
                         view<"/hook">(accept_cross_site(allow<Method::post>(visitor))),
                         view<"/hook/keeps">(allow<Method::post>(accept_cross_site(keeps))),
                         view<"/own">(allow<Method::post>(visitor))),
                     {.templates = templates.path()}}
    {
    }
};

Headers with(std::string_view name, std::string_view value)
{
    Headers fields;
    fields.set(name, value);
    return fields;
}

const Headers elsewhere = with("Sec-Fetch-Site", "cross-site");
const Headers here = with("Sec-Fetch-Site", "same-origin");

}  // namespace

TEST_CASE("allow_body sets the largest body of a view, and the 413 names it")
{
    Client client;
    CHECK(client.send(Method::post, "/small", here, std::string(10'240, 'x')).body == "10240");
    const auto refused = client.send(Method::post, "/small", here, std::string(10'241, 'x'));
    CHECK(refused.status == 413);
    CHECK(contains(refused.body, "at most 10 KiB are accepted here"));
    CHECK(client.send(Method::post, "/other", here, std::string(1025, 'x')).status == 413);

    const Application& application = client.application();
    CHECK(application.most_body("POST", "/small") == 10'240U);
    CHECK_FALSE(application.most_body("GET", "/small"));
    CHECK_FALSE(application.most_body("POST", "/own"));
    CHECK_FALSE(application.most_body("POST", "/nowhere"));
}

TEST_CASE("a compressed body gets 415, and the coding that is taken")
{
    Client client;
    Headers fields = here;
    fields.set("Content-Encoding", "gzip");
    const auto refused = client.send(Method::post, "/small", fields, "x");
    CHECK(refused.status == 415);
    CHECK(refused.headers.get("Accept-Encoding") == "identity");
    fields.set("Content-Encoding", "identity");
    CHECK(client.send(Method::post, "/small", fields, "x").status == 200);
}

TEST_CASE("a view that accepts requests from other sites sees a guest in them")
{
    Client client;
    client.sign_in("7", "Ana");
    CHECK(client.send(Method::post, "/hook", elsewhere).body == " none");
    CHECK(client.send(Method::post, "/hook", with("Origin", "https://pay.example")).body ==
          " none");
    CHECK(client.send(Method::post, "/hook", {}).body == " none");
    CHECK(client.send(Method::post, "/hook", here).body == "Ana cookie");
    CHECK(client.send(Method::post, "/own", elsewhere).status == 403);
}

TEST_CASE("a session that is changed in a request from another site is an error with a name")
{
    Client client;
    client.sign_in("7", "Ana");
    const auto before = client.cookies();
    const support::CapturedLog log;
    CHECK(client.send(Method::post, "/hook/keeps", elsewhere).status == 500);
    CHECK(contains(log.text(), "accept_cross_site has changed the session"));
    CHECK(client.cookies() == before);
    CHECK(client.send(Method::post, "/hook/keeps", here).status == 200);
}

TEST_CASE("a refusal is logged with its reason, and its page says what to do")
{
    Client client;
    const support::CapturedLog log;
    const auto refused = client.send(Method::post, "/own", elsewhere);
    CHECK(refused.status == 403);
    CHECK(contains(refused.body, "try again there"));
    CHECK(contains(log.text(), "may come from another site"));
    CHECK(contains(log.text(), "Sec-Fetch-Site is"));
    CHECK(contains(log.text(), "path=/own"));
}
