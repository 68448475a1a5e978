#include <aspic/mirroring/mirror_index.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using Names = std::vector<std::string>;

namespace {

MirrorIndex::Page page_of(const std::string& name, std::chrono::seconds lifetime = 60s,
                          std::size_t bytes = 10, std::vector<std::string> tags = {})
{
    return {.path = '/' + name,
            .name = name,
            .tags = std::move(tags),
            .bytes = bytes,
            .expires = support::noon + lifetime};
}

Names sorted(Names names)
{
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

TEST_CASE("a purge takes the page of its path, or all pages with its tag")
{
    MirrorIndex index{{.pages = 10, .bytes = 1000}};
    index.add(page_of("a", 60s, 10, {"red", "red"}));
    index.add(page_of("b", 60s, 10, {"red", "blue"}));
    index.add(page_of("c", 60s, 10, {"blue"}));
    CHECK(index.take_purged(by_path("/none")).empty());
    CHECK(index.take_purged(by_tag("/a")).empty());
    CHECK(index.take_purged(by_path("/c")) == Names{"c"});
    CHECK(sorted(index.take_purged(by_tag("red", true))) == Names{"a", "b"});
    CHECK(index.take_purged(by_tag("blue")).empty());
    CHECK(index.pages() == 0);
    CHECK(index.bytes() == 0);
}

TEST_CASE("a page that is added again has the tags, the time and the size of the new one")
{
    MirrorIndex index{{.pages = 10, .bytes = 1000}};
    index.add(page_of("a", 60s, 10, {"red"}));
    index.add(page_of("a", 90s, 30, {"blue"}));
    CHECK(index.bytes() == 30);
    CHECK(index.take_purged(by_tag("red")).empty());
    CHECK(index.take_expired(support::noon + 89s).empty());
    CHECK(index.take_expired(support::noon + 90s) == Names{"a"});
}

TEST_CASE("the pages that expire first make room")
{
    MirrorIndex index{{.pages = 2, .bytes = 100}};
    CHECK(index.add(page_of("late", 90s)).empty());
    CHECK(index.add(page_of("soon", 10s)).empty());
    CHECK(index.add(page_of("later", 95s)) == Names{"soon"});
    CHECK(index.add(page_of("sooner", 1s)) == Names{"sooner"});
    CHECK(index.add(page_of("large", 99s, 95)) == Names{"late", "later"});
    CHECK(index.pages() == 1);
    CHECK(index.bytes() == 95);
}

TEST_CASE("of two paths that differ in the case of letters, the first one is kept")
{
    MirrorIndex index{{.pages = 10, .bytes = 1000}};
    index.add(page_of("Man/LS"));
    CHECK_FALSE(index.may_add(page_of("man/ls")));
    CHECK(index.may_add(page_of("Man/LS")));
    CHECK(index.may_add(page_of("man/l")));
    index.remove("/Man/LS");
    CHECK(index.may_add(page_of("man/ls")));
    index.add(page_of("man/ls"));
    index.clear();
    CHECK(index.may_add(page_of("MAN/ls")));
}
