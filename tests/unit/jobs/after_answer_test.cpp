// What views ask for by after_answer, through whole requests.
#include <aspic/jobs/after_answer.h>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include <aspic/http/errors.h>
#include <aspic/jobs/job_scope.h>
#include <aspic/site/application.h>
#include <aspic/site/test_client.h>
#include "../support/captured_log.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::small_site;
using support::SmallTemplates;

namespace {

std::vector<std::string> done;  // what the jobs of a test case have done

Response ask(Request& /*request*/, std::string_view what)
{
    done.emplace_back("view");
    after_answer<"mail">([what = std::string{what}] { done.push_back("mail " + what); });
    if (what == "fails") throw std::runtime_error{"told to fail"};
    if (what == "missing") throw NotFound{"There is no such page."};
    return text("asked");
}

Page ask_once(PublicRequest& request, std::string_view name)
{
    after_answer<"rendered">([name = std::string{name}] { done.push_back("rendered " + name); });
    if (name == "fails") throw std::runtime_error{"told to fail"};
    return support::cached_page(request, name);
}

Site site()
{
    return small_site(view<"/ask/<what>">(allow<Method::post>(ask)),
                      view<"/once/<name>">(cache_page<1h>(ask_once)));
}

}  // namespace

TEST_CASE("a job runs after the view that has asked for it")
{
    done.clear();
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    CHECK(client.post("/ask/ana", {}).status == 200);
    CHECK(done == std::vector<std::string>{"view", "mail ana"});
}

TEST_CASE("if the view throws, its job does not run, and the log says so")
{
    done.clear();
    const support::CapturedLog log;
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    CHECK(client.post("/ask/fails", {}).status == 500);
    CHECK(client.post("/ask/missing", {}).status == 404);
    CHECK(client.get("/once/fails").status == 500);
    CHECK(done == std::vector<std::string>{"view", "view"});
    CHECK(log.text().find("a job does not run, because the view that asked for it failed job=mail "
                          "request=") != std::string::npos);
    CHECK(client.application().jobs().size() == 0);
}

TEST_CASE("a cached view's job runs once for each rendering")
{
    done.clear();
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    client.get("/once/a");
    client.get("/once/a");
    CHECK(done == std::vector<std::string>{"rendered a"});
    client.purge(everything());
    client.get("/once/a");
    CHECK(done.size() == 2);
}

TEST_CASE("if too many jobs wait, the view answers 503")
{
    done.clear();
    const support::CapturedLog log;
    const SmallTemplates templates;
    TestClient client{site(), {.templates = templates.path()}};
    JobQueue& queue = client.application().jobs();
    while (queue.reserve()) {
    }
    const TestResponse refused = client.post("/ask/ana", {});
    CHECK(refused.status == 503);
    CHECK(refused.headers.get("Retry-After") == "10");
    CHECK(done == std::vector<std::string>{"view"});
    queue.release(1);
    CHECK(client.post("/ask/ana", {}).status == 200);
    CHECK(done.back() == "mail ana");
}

TEST_CASE("outside of a request, the error names the job and the way out")
{
    CHECK(support::message_of<std::logic_error>([] { after_answer<"mail">([] {}); }) ==
          "after_answer<\"mail\">: this thread answers no request: call the job itself");
}
