#include <aspic/http/byte_range.h>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../support/request_for.h"

using namespace aspic;

namespace {

struct Numbered : RangedSource {
    std::optional<std::string> next() override { return {}; }
    std::optional<std::uint64_t> length() const override { return range.length; }
    void narrow(const ByteRange& part) override { range = part; }
    ByteRange range{0, 100};
};

Response answer_to(std::vector<RequestSource::Field> fields, int status = 200)
{
    Response response{.status = status, .source = std::make_shared<Numbered>()};
    response.headers.set("ETag", "\"1\"");
    response.headers.set("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
    return in_range(std::move(response), support::request_for("/", std::move(fields)));
}

}  // namespace

TEST_CASE("a range is read as RFC 9110 says")
{
    CHECK(parse_range("bytes=0-9", 100) == ByteRange{0, 10});
    CHECK(parse_range("Bytes=90-", 100) == ByteRange{90, 10});
    CHECK(parse_range("bytes=90-1000", 100) == ByteRange{90, 10});
    CHECK(parse_range("bytes=-10", 100) == ByteRange{90, 10});
    CHECK(parse_range("bytes=-1000", 100) == ByteRange{0, 100});
    CHECK(parse_range("bytes=99-99", 100) == ByteRange{99, 1});
    CHECK(parse_range("bytes=100-", 100)->length == 0);
    CHECK(parse_range("bytes=-0", 100)->length == 0);
    CHECK(parse_range("bytes=0-", 0)->length == 0);
}

TEST_CASE("another range is ignored")
{
    for (const auto* field :
         {"bytes=9-0", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-9,20-29", "lines=0-9",
          "bytes 0-9", "bytes=+1-2", "bytes=1-2-3", "", "bytes=99999999999999999999-"}) {
        CAPTURE(field);
        CHECK_FALSE(parse_range(field, 100));
    }
}

TEST_CASE("a part is a 206, and what is not there is a 416")
{
    const Response part = answer_to({{"Range", "bytes=10-19"}});
    CHECK(part.status == 206);
    CHECK(part.headers.joined("Content-Range") == "bytes 10-19/100");
    CHECK(part.source->length() == 10U);
    const Response none = answer_to({{"Range", "bytes=100-"}});
    CHECK(none.status == 416);
    CHECK(none.headers.joined("Content-Range") == "bytes */100");
    CHECK(none.source == nullptr);
    const Response whole = answer_to({});
    CHECK(whole.status == 200);
    CHECK(whole.headers.joined("Accept-Ranges") == "bytes");
    CHECK(answer_to({{"Range", "bytes=10-19"}}, 404).status == 404);
}

TEST_CASE("a part of another version is not sent")
{
    CHECK(answer_to({{"Range", "bytes=0-9"}, {"If-Range", "\"1\""}}).status == 206);
    for (const auto* condition : {"\"2\"", "W/\"1\"", "Sun, 06 Nov 1994 08:49:37 GMT", ""}) {
        CAPTURE(condition);
        CHECK(answer_to({{"Range", "bytes=0-9"}, {"If-Range", condition}}).status == 200);
    }
}
