// Which copies of a page a worker loads from the shared store.
#include <doctest/doctest.h>

#include "../support/message_of.h"
#include "../support/one_route.h"
#include "../support/shelf.h"

using namespace aspic;
using namespace support;

namespace {

RenderedAnswer long_page(ForwardRequest& /*visitor*/)
{
    RenderedAnswer page{.content = {std::string(4000, 'x'), {}}};
    page.headers.set("Content-Type", "text/html");
    return page;
}

/// A worker that finds the page of another one on the shelf.
class SecondWorker : public OneRoute {
public:
    explicit SecondWorker(Shelf& shelf) : OneRoute{std::make_unique<ShelfStore>(shelf)}
    {
        OneRoute first{std::make_unique<ShelfStore>(shelf)};
        first.view = view = long_page;
        first.ask("/ls");
        shelf.loaded = 0;
    }
    /// The coding of the answer to a request that accepts it.
    std::string coding(const std::string& accepted, std::vector<RequestSource::Field> more = {})
    {
        more.emplace_back("Accept-Encoding", accepted);
        const Answered answered = ask("/ls", one_hour, std::move(more));
        CHECK(contains(answered.cache_status, "hit"));
        return field_of(answered.head, "Content-Encoding");
    }
};

}  // namespace

TEST_CASE("a worker loads the copy that is asked for, and all if another one is asked for")
{
    Shelf shelf;
    SecondWorker worker{shelf};
    CHECK(worker.coding("gzip, br") == "br");
    CHECK(worker.coding("br") == "br");
    CHECK(shelf.loaded == 1);
    const std::size_t bytes = worker.cache.memory().bytes();
    CHECK(worker.coding("gzip") == "gzip");
    CHECK(worker.ask("/ls").body == std::string(4000, 'x'));
    CHECK(worker.coding("br") == "br");
    CHECK(shelf.loaded == 2);
    CHECK(worker.cache.memory().bytes() > bytes + 4000);
    CHECK(worker.renderings == 0);
}

TEST_CASE("for a request with a cookie, a worker loads all copies: the page may be assembled")
{
    Shelf shelf;
    SecondWorker worker{shelf};
    CHECK(worker.coding("br", {{"Cookie", "live=1"}}) == "br");
    CHECK(worker.coding("gzip") == "gzip");
    CHECK(shelf.loaded == 1);
}

TEST_CASE("a request that names the copy that it expects gets that copy")
{
    Shelf shelf;
    SecondWorker worker{shelf};
    const std::string etag = field_of(worker.ask("/ls").head, "ETag");
    const std::string of_gzip = etag.substr(0, etag.size() - 1) + "-gzip\"";
    CHECK(worker.coding("gzip, br", {{"If-Match", of_gzip}}) == "gzip");
    CHECK(worker.renderings == 0);
}

TEST_CASE("the client's own copy is confirmed though its body is not loaded")
{
    Shelf shelf;
    SecondWorker worker{shelf};
    const std::string etag = field_of(worker.ask("/ls").head, "ETag");
    const auto answered =
        worker.ask("/ls", OneRoute::one_hour, {{"If-None-Match", etag}, {"Accept-Encoding", "br"}});
    CHECK(answered.head.starts_with("Status: 304"));
    CHECK(answered.body.empty());
}

TEST_CASE("if the store cannot be asked for the copy that is missing, the page is rendered")
{
    Shelf shelf;
    SecondWorker worker{shelf};
    CHECK(worker.coding("br") == "br");
    shelf.reachable = false;
    CHECK(worker.coding("br") == "br");
    CHECK(worker.renderings == 0);
    CHECK(worker.ask("/ls", OneRoute::one_hour, {{"Accept-Encoding", "gzip"}}).body.size() < 100);
    CHECK(worker.renderings == 1);
    CHECK(worker.coding("gzip") == "gzip");
    CHECK(worker.renderings == 1);
}

TEST_CASE("a page without coded copies needs one look, whatever is accepted")
{
    Shelf shelf;
    OneRoute first{std::make_unique<ShelfStore>(shelf)};
    first.ask("/ls");
    OneRoute worker{std::make_unique<ShelfStore>(shelf)};
    shelf.loaded = 0;
    const auto answered = worker.ask("/ls", OneRoute::one_hour, {{"Accept-Encoding", "br"}});
    CHECK(answered.body == "page of /ls");
    CHECK(contains(answered.cache_status, "hit"));
    CHECK(shelf.loaded == 1);
}
