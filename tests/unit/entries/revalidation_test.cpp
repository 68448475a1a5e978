#include <aspic/entries/revalidation.h>

#include <doctest/doctest.h>

#include "../support/entries.h"

using namespace aspic;

namespace {

std::shared_ptr<Entry> stored_with(std::initializer_list<Headers::Field> fields)
{
    auto entry = std::make_shared<Entry>();
    entry->tags = {"a"};
    for (const auto& [name, value] : fields)
        entry->fields.set(name, value);
    support::prepare(*entry, {"body", "", ""});
    return entry;
}

RenderedAnswer answer_304(std::initializer_list<Headers::Field> fields)
{
    RenderedAnswer answer{.status = 304};
    for (const auto& [name, value] : fields)
        answer.headers.add(name, value);
    return answer;
}

}  // namespace

TEST_CASE("a page can be revalidated by its view's own ETag or Last-Modified")
{
    CHECK(can_be_revalidated(*stored_with({{"ETag", "\"x\""}})));
    CHECK(can_be_revalidated(*stored_with({{"Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"}})));
    CHECK_FALSE(can_be_revalidated(*stored_with({{"Content-Type", "text/plain"}})));
    CHECK_FALSE(can_be_revalidated(*support::full_entry()));  // it has holes
}

TEST_CASE("a 304 is about the stored page if it has the same ETag, or none")
{
    const auto stored = stored_with({{"ETag", "\"x\""}});
    CHECK(confirms(answer_304({}), *stored));
    CHECK(confirms(answer_304({{"ETag", "\"x\""}}), *stored));
    CHECK(confirms(answer_304({{"ETag", "W/\"x\""}}), *stored));
    CHECK_FALSE(confirms(answer_304({{"ETag", "\"y\""}}), *stored));
    CHECK_FALSE(confirms(answer_304({{"ETag", "\"x\""}}), *stored_with({{"ETag", "W/\"x\""}})));
    const auto dated = stored_with({{"Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"}});
    CHECK(confirms(answer_304({}), *dated));
    CHECK_FALSE(confirms(answer_304({{"ETag", "\"x\""}}), *dated));
    CHECK_FALSE(confirms(answer_304({{"Last-Modified", "Sun, 06 Nov 1994 08:49:38 GMT"}}), *dated));
}

TEST_CASE("a freshened page has the stored body, and the fields of the 304 in place of its own")
{
    const auto stored = stored_with({{"ETag", "\"x\""},
                                     {"Cache-Control", "max-age=1"},
                                     {"Content-Type", "text/plain"},
                                     {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"},
                                     {"Vary", "Accept-Language"},
                                     {"A", "1"},
                                     {"B", "1"}});
    const RenderedAnswer fresh = freshened(*stored, answer_304({{"Cache-Control", "max-age=60"},
                                                                {"Content-Type", "text/html"},
                                                                {"Content-Length", "0"},
                                                                {"Vary", "Accept-Encoding"},
                                                                {"B", "2"},
                                                                {"B", "3"}}));
    CHECK(fresh.status == 200);
    CHECK(fresh.content.html == "body");
    CHECK(fresh.tags == std::vector<std::string>{"a"});
    CHECK(fresh.headers.joined("Cache-Control") == "max-age=60");
    CHECK(fresh.headers.joined("Content-Type") == "text/plain");
    CHECK(fresh.headers.joined("ETag") == "\"x\"");
    CHECK(fresh.headers.joined("Vary") == "Accept-Encoding, Accept-Language");
    CHECK(fresh.headers.joined("A") == "1");
    CHECK(fresh.headers.joined("B") == "2, 3");
    CHECK_FALSE(fresh.headers.has("Date"));
    CHECK_FALSE(fresh.headers.has("Content-Length"));
}
