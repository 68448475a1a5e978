// Answers while all work slots are taken.
#include <doctest/doctest.h>

#include <latch>
#include <thread>

#include <aspic/site/application.h>
#include <aspic/site/test_client.h>
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::small_site;
using support::SmallTemplates;

namespace {

/// Another thread, which holds the only slot while this object lives.
class TakenSlot {
public:
    explicit TakenSlot(WorkSlots& slots)
        : thread_{[this, &slots] {
              const auto slot = slots.take(0);
              taken_.count_down();
              end_.wait();
          }}
    {
        taken_.wait();
    }
    ~TakenSlot()
    {
        end_.count_down();
        thread_.join();
    }
    TakenSlot(const TakenSlot&) = delete;
    TakenSlot& operator=(const TakenSlot&) = delete;

private:
    std::latch taken_{1};
    std::latch end_{1};
    std::thread thread_;
};

bool waits(const Application& application, std::string_view target)
{
    RequestSource source;
    source.target = target;
    return application.answer(std::move(source)).waits_for.has_value();
}

}  // namespace

TEST_CASE("without a free slot cached pages are answered, and other requests wait")
{
    const SmallTemplates templates;
    int renderings = 0;
    const TestClient client{small_site(view<"/cached">(cache_page<1h>([&](PublicRequest&) {
                                           ++renderings;
                                           return text("cached");
                                       })),
                                       view<"/other">(cache_page<1h>([&](PublicRequest&) {
                                           ++renderings;
                                           return text("other");
                                       })),
                                       view<"/own">([&](Request&) {
                                           ++renderings;
                                           return text("own");
                                       })),
                            {.templates = templates.path()}};
    const Application& application = client.application();
    application.slots().limit(2);
    CHECK_FALSE(waits(application, "/cached"));
    {
        const TakenSlot slot{application.slots()};
        CHECK_FALSE(waits(application, "/cached"));
        CHECK(waits(application, "/other"));
        CHECK(waits(application, "/own"));
        CHECK(waits(application, "/_live?fragment=/_corner"));
        CHECK_FALSE(waits(application, "/nothing-here"));
        CHECK(renderings == 1);
        const WireResponse refused = application.refuse(503, "busy");
        CHECK(refused.own_head.find("Status: 503") == 0);
        CHECK(refused.own_head.find("Retry-After: 2\r\n") != std::string::npos);
    }
    CHECK_FALSE(waits(application, "/other"));
    CHECK_FALSE(waits(application, "/own"));
    CHECK(renderings == 3);
}
