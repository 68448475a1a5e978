// GET and HEAD change nothing (RFC 9110, section 9.2.1). So links, prefetches and crawlers are
// harmless.
#include <doctest/doctest.h>

#include "../small_site.h"
#include "library.h"

using namespace manual;

namespace {

// Returns how often other connections have written to the file.
class WriteCount {
public:
    explicit WriteCount(DatabasePool& pool) : database_{pool.borrow()} {}

    std::int64_t now() const
    {
        Statement row = database_->query("PRAGMA data_version");
        row.next();
        return row.integer(0);
    }

private:
    DatabasePool::Lease database_;
};

}  // namespace

TEST_CASE("no GET of a visitor or a guest writes")
{
    SmallSite site;
    site.sign_up("Ana");
    site.client.post("/man/1/ls/notes", {{"text", "A note."}});
    const WriteCount accounts{library().accounts.database()};
    const WriteCount catalogue{library().catalogue.database()};
    const std::int64_t before = accounts.now();
    const std::int64_t catalogue_before = catalogue.now();
    const auto ana = site.client.cookies();
    for (const auto& cookies : {ana, std::remove_cvref_t<decltype(ana)>{}}) {
        for (const std::string path :
             {"/", "/man/1", "/man/1/ls", "/man/3/printf", "/man/1/nothing", "/search?q=ls",
              "/robots.txt", "/sitemap.xml", "/account/sign-in", "/account/sign-up",
              "/account/sign-out", "/man/1/ls/notes", "/man/1/ls/read", "/notes/1",
              "/notes/1/delete",
              "/_live?page=/man/1/ls&fragment=/_navigation&fragment=/_recent&fragment=/_notes/1/"
              "ls"}) {
            CAPTURE(path);
            site.client.cookies() = cookies;
            CHECK(site.client.get(path).status != 500);
            CHECK(accounts.now() == before);
        }
    }
    CHECK(catalogue.now() == catalogue_before);

    site.client.cookies() = ana;
    site.mark_read("/man/1/ls");
    CHECK(accounts.now() != before);
}
