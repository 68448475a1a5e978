#include <aspic/site/pagination.h>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include <aspic/http/errors.h>
#include <aspic/site/cache_page.h>
#include <aspic/site/test_client.h>
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::small_site;
using support::TemplateDirectory;

namespace {

using Numbers = std::vector<Pagination::Number>;

Request request_for(std::string_view target)
{
    RequestSource source;
    source.target = target;
    return {std::move(source), Target::parse(target).value()};
}

Pagination pages_of(std::string_view target, Pagination::Number items, Pagination::Number size = 10)
{
    Pagination pages{request_for(target), size};
    pages.set_total(items);
    return pages;
}

std::string text_of(const Values& values, std::string_view name)
{
    const Values::Value* const value = values.find(name);
    REQUIRE(value != nullptr);
    return value->text;
}

class ListTemplates : public TemplateDirectory {
public:
    ListTemplates()
        : TemplateDirectory{
              {{"base.tpl", "{{>CONTENT}}"},
               {"list.tpl",
                "{{#PAGES}}{{#OTHER_PAGE}}<a href=\"{{PAGE_URL}}\">{{PAGE_NUMBER}}</a>"
                "{{/OTHER_PAGE}}{{#THIS_PAGE}}<b>{{PAGE_NUMBER}}</b>{{/THIS_PAGE}}"
                "{{#PAGE_GAP}}..{{/PAGE_GAP}}{{/PAGES}}"},
               {"navigation.tpl", "nobody"}}}
    {
    }
};

Page list(PublicRequest& request)
{
    Pagination pages{request, 10};
    pages.keep("q", request.query("q"));
    pages.set_total(95);
    Page page{"list.tpl"};
    pages.add_to(page);
    return page;
}

}  // namespace

TEST_CASE("a page knows which items it shows")
{
    const Pagination first = pages_of("/books", 95);
    CHECK(first.number() == 1);
    CHECK(first.offset() == 0);
    CHECK(first.count() == 10);
    const Pagination last = pages_of("/books?page=10", 95);
    CHECK(last.offset() == 90);
    CHECK(pages_of("/books", 100).count() == 10);
    CHECK(pages_of("/books", 101).count() == 11);
    CHECK(pages_of("/books", 0).count() == 1);
}

TEST_CASE("each page has one address: others are 404")
{
    for (const char* number :
         {"0", "-1", "+1", "01", "", "1.0", "two", "1e3", "1000001", "99999999999999999999"}) {
        CAPTURE(number);
        CHECK_THROWS_AS(pages_of("/books?page=" + std::string{number}, 1'000'000'000), NotFound);
    }
    CHECK(pages_of("/books?page=1", 5).number() == 1);
    CHECK(pages_of("/books?page=1", 5).url(1) == "./books");
}

TEST_CASE("a page past the last one is 404, and says which one is the last")
{
    CHECK(support::message_of<NotFound>([] { pages_of("/books?page=11", 95); }) ==
          "There is no page 11: the last one is page 10.");
    CHECK_THROWS_AS(pages_of("/books?page=2", 0), NotFound);
}

TEST_CASE("addresses are relative, so they are right below any prefix")
{
    CHECK(pages_of("/books", 95).url(1) == "./books");
    CHECK(pages_of("/books", 95).url(2) == "./books?page=2");
    CHECK(pages_of("/a/b:c", 95).url(2) == "./b%3Ac?page=2");
    CHECK(pages_of("/", 95).url(2) == "./?page=2");
    CHECK(pages_of("/", 95).url(1) == "./");
}

TEST_CASE("what the list depends on is kept, and encoded")
{
    Pagination pages{request_for("/search?page=2"), 10, "page"};
    pages.keep("q", "a&b=c \"d\"");
    pages.keep("sort", std::nullopt);
    pages.keep("empty", "");
    pages.set_total(95);
    CHECK(pages.url(1) == "./search?q=a%26b%3Dc%20%22d%22");
    CHECK(pages.url(3) == "./search?q=a%26b%3Dc%20%22d%22&page=3");
}

TEST_CASE("the window has the first, the last, this page and its neighbours")
{
    const auto window = [](std::string_view page, Pagination::Number pages) {
        return pages_of("/books?page=" + std::string{page}, pages * 10).window();
    };
    CHECK(window("1", 1) == Numbers{1});
    CHECK(window("1", 6) == Numbers{1, 2, 3, 0, 6});
    CHECK(window("1", 4) == Numbers{1, 2, 3, 4});
    CHECK(window("10", 20) == Numbers{1, 0, 8, 9, 10, 11, 12, 0, 20});
    // A gap never stands for one number.
    CHECK(window("5", 20) == Numbers{1, 2, 3, 4, 5, 6, 7, 0, 20});
    CHECK(window("6", 20) == Numbers{1, 0, 4, 5, 6, 7, 8, 0, 20});
    CHECK(window("20", 20) == Numbers{1, 0, 18, 19, 20});
    CHECK(pages_of("/books?page=10", 200).window(0) == Numbers{1, 0, 10, 0, 20});
}

TEST_CASE("a template gets the links, and a Link field has them too")
{
    const Pagination middle = pages_of("/books?page=3", 95);
    Page values{"list.tpl"};
    middle.add_to(values);
    CHECK(text_of(values, "FIRST_URL") == "./books");
    CHECK(text_of(values, "PREVIOUS_URL") == "./books?page=2");
    CHECK(text_of(values, "NEXT_URL") == "./books?page=4");
    CHECK(text_of(values, "LAST_URL") == "./books?page=10");
    CHECK(values.headers().get("Link") == "<./books?page=3>; rel=\"canonical\"");
    CHECK(values.find("HAS_PREVIOUS")->shown);
    CHECK(middle.link_field() ==
          "<./books>; rel=\"first\", <./books?page=2>; rel=\"prev\", "
          "<./books?page=4>; rel=\"next\", <./books?page=10>; rel=\"last\"");

    Page first{"list.tpl"};
    pages_of("/books", 95).add_to(first);
    CHECK_FALSE(first.find("HAS_PREVIOUS")->shown);
    CHECK(first.find("HAS_NEXT")->shown);
    Page only{"list.tpl"};
    pages_of("/books", 5).add_to(only);
    CHECK_FALSE(only.find("HAS_PAGES")->shown);
    CHECK_FALSE(only.find("HAS_NEXT")->shown);
    CHECK(pages_of("/books", 5).link_field().empty());
}

TEST_CASE("in a cached page, the number is in the key, and other parameters are not")
{
    const ListTemplates templates;
    TestClient client{small_site(view<"/list">(cache_page<1h>(list))),
                      {.templates = templates.path()}};
    const std::string third = client.get("/list?q=a%22b&page=3").body;
    CHECK(third.find("<a href=\"./list?q=a%22b\">1</a><a href=\"./list?q=a%22b&amp;page=2\">2</a>"
                     "<b>3</b>") != std::string::npos);
    CHECK(third.find("..<a href=\"./list?q=a%22b&amp;page=10\">10</a>") != std::string::npos);
    CHECK(client.get("/list?page=3&utm_source=x&q=a%22b")
              .headers.get("Cache-Status")
              ->find("; hit") != std::string::npos);
    CHECK(client.get("/list?q=a%22b&page=4").body != third);
    for (const char* target : {"/list", "/list?page=1"}) {
        const TestResponse first = client.get(target);
        CHECK(first.headers.get("Link") == "<./list>; rel=\"canonical\"");
    }
    CHECK(client.get("/list?page=11").status == 404);
}

TEST_CASE("a page without items is a mistake of the view")
{
    CHECK_THROWS_AS((Pagination{request_for("/books"), 0}), std::invalid_argument);
}
