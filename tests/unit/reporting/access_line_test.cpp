#include <aspic/reporting/access_line.h>

#include <doctest/doctest.h>

using namespace aspic;

namespace {

AccessLine example()
{
    using namespace std::chrono_literals;
    return {.at = std::chrono::system_clock::time_point{1'700'000'000'250ms},
            .remote_address = "192.0.2.1",
            .method = "GET",
            .target = "/man/1/ls?query=x",
            .protocol = "HTTP/1.1",
            .status = 200,
            .bytes = 1234,
            .referer = "https://search.example/?q=private#part",
            .user_agent = "Agent \"1\"\x1b[2J\n",
            .request_id = "id-1",
            .route = "/man/<section>/<name>",
            .cache = "hit",
            .took = 1500us};
}

std::string line_of(const AccessLine& line, AccessLogFormat format)
{
    std::string text;
    append_line(text, line, format);
    return text;
}

}  // namespace

TEST_CASE("the combined format is Apache's, with its escapes")
{
    CHECK(line_of(example(), AccessLogFormat::combined) ==
          R"(192.0.2.1 - - [14/Nov/2023:22:13:20 +0000] "GET /man/1/ls?query=x HTTP/1.1" 200 1234 )"
          R"("https://search.example/" "Agent \"1\"\x1b[2J\n")"
          "\n");
    AccessLine nothing = example();
    nothing.bytes = 0;
    nothing.referer = nothing.user_agent = "";
    CHECK(line_of(nothing, AccessLogFormat::combined).ends_with("HTTP/1.1\" 200 - \"-\" \"-\"\n"));
    nothing.target = "/\xc3\xa9\\\"";
    CHECK(line_of(nothing, AccessLogFormat::combined).find(R"(GET /\xc3\xa9\\\" HTTP)") !=
          std::string::npos);
}

TEST_CASE("JSON has the route, the cache's result, the request id and the time taken too")
{
    CHECK(line_of(example(), AccessLogFormat::json) ==
          R"({"time":"2023-11-14T22:13:20.250Z","remote_address":"192.0.2.1","method":"GET",)"
          R"("target":"/man/1/ls?query=x","protocol":"HTTP/1.1","status":200,"bytes":1234,)"
          R"("referer":"https://search.example/","user_agent":"Agent \"1\"\u001b[2J\u000a",)"
          R"("request_id":"id-1","route":"/man/\u003csection>/\u003cname>","cache":"hit",)"
          R"("seconds":0.001500})"
          "\n");
}

TEST_CASE("the pass of a link to X-ray is not logged")
{
    AccessLine line = example();
    line.target = "/docs/_xray/secret-pass?x=1";
    const std::string text = line_of(line, AccessLogFormat::combined);
    CHECK(text.find("secret") == std::string::npos);
    CHECK(text.find("GET /docs/_xray/*** HTTP") != std::string::npos);
    line.target = "/?path=/_xray/word";
    CHECK(line_of(line, AccessLogFormat::combined).find("/?path=/_xray/word") != std::string::npos);
}
