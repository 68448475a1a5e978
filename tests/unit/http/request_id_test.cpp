#include <aspic/http/request_id.h>

#include <doctest/doctest.h>

#include <string>
#include <thread>

#include <aspic/http/request.h>

using namespace aspic;

namespace {

Request request_with(std::string_view name, std::string_view value)
{
    RequestSource source;
    source.target = "/";
    source.fields.emplace_back(name, value);
    return Request{std::move(source), *Target::parse("/")};
}

}  // namespace

TEST_CASE("only short ids of letters, digits, dots, underscores and hyphens are taken over")
{
    CHECK(is_request_id("5b9f-A.z_0"));
    CHECK(is_request_id(std::string(64, 'a')));
    CHECK_FALSE(is_request_id(""));
    CHECK_FALSE(is_request_id(std::string(65, 'a')));
    for (const char* wrong : {"a b", "a\nb", "a\"b", "a=b", "é", "a/b"})
        CHECK_FALSE(is_request_id(wrong));
}

TEST_CASE("new ids differ, on other threads too")
{
    const std::string first = make_request_id();
    CHECK(is_request_id(first));
    CHECK(first != make_request_id());
    std::string other;
    std::thread{[&] { other = make_request_id(); }}.join();
    CHECK(other.substr(0, 16) != first.substr(0, 16));
}

TEST_CASE("a request has the id that was sent, otherwise one of its own")
{
    CHECK(request_with("X_REQUEST_ID", "from-the-front-end").id() == "from-the-front-end");
    const Request forged = request_with("X-Request-Id", "x error=none");
    CHECK(is_request_id(forged.id()));
    CHECK(forged.id() == forged.id());
    CHECK(forged.for_fragment(*Target::parse("/_corner"), "/").id() == forged.id());
}
