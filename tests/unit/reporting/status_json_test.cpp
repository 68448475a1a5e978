#include <aspic/reporting/status_json.h>

#include <doctest/doctest.h>

#include <string_view>

using namespace aspic;

TEST_CASE("the status as JSON has the documented members")
{
    SiteStatus status;
    status.now = 1'700'000'000'250;
    status.monotonic_now = 5'000'000'000;
    Counters counters;
    counters.add(Count::hit, 3);
    counters.add(Count::rendered);
    counters.add_answer(200, 100);
    counters.add_rendering(std::chrono::milliseconds{5});
    status.total = counters.totals();
    status.processes.push_back({.process = 17,
                                .started = 1'700'000'000'000,
                                .memory = 4096,
                                .waiting = 1,
                                .activities = {{.route = "/man/<name>",
                                                .path = "/man/\"ls\"",
                                                .request_id = "id-1",
                                                .began = 3'500'000'000,
                                                .thread = 18}}});
    const std::string json = to_json(status);
    for (
        const std::string_view part :
        {R"({"time":1700000000.250000,"bounds":[0.0005,0.001,)",
         R"("total":{"requests":{"2xx":1,"3xx":0,"4xx":0,"5xx":0},"bytes":100,"hit":3,"stale":0,)",
         R"("hit_ratio":0.750000,"rendering":{"count":1,"seconds":0.005000,"p50":)",
         R"("buckets":[0,0,0,1,0,0,0,0,0,0,0,0,0,0,0]})",
         R"("processes":[{"process":17,"started":1700000000.000000,"memory":4096,"waiting":1,)",
         R"("working":[{"thread":18,"route":"/man/\u003cname>","path":"/man/\"ls\"","request":"id-1",)",
         R"("seconds":1.500000}]}]})"}) {
        CAPTURE(part);
        CAPTURE(json);
        CHECK(json.find(part) != std::string::npos);
    }
}

TEST_CASE("without a process, the list is empty")
{
    CHECK(to_json(SiteStatus{}).ends_with("\"processes\":[]}"));
}
