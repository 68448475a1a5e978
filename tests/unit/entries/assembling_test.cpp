#include <aspic/entries/assembling.h>

#include <doctest/doctest.h>

#include <aspic/entries/finishing.h>
#include "../support/entries.h"
#include "../support/gunzip.h"
#include "../support/request_for.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::noon;
using support::request_for;

namespace {

std::string gunzip(const std::string& compressed)
{
    return support::gunzip(compressed, 8'000'000);
}

std::string long_text(std::string_view word)
{
    std::string text;
    for (int i = 0; i < 300; ++i)
        text.append("<p>").append(word).append(std::to_string(i)).append("</p>");
    return text;
}

std::shared_ptr<Entry> entry_with_holes()
{
    const std::string html =
        "<body>" + long_text("first ") + "|" + long_text("second ") + "</body>";
    RenderedAnswer rendered{.content = {html, {{6, 0, "/_a"}, {html.find('|'), 0, "/_b"}}},
                            .is_page = true};
    open_end(rendered.content);
    rendered.headers.set("Content-Type", "text/html");
    const CachePolicy policy{.lifetime = 1h, .browser_lifetime = 1h};
    const Freshness freshness = decide_freshness(rendered, policy, {}, noon);
    const GuestForms forms = make_guest_forms(
        rendered.content, [](const std::string& path) { return "guest of " + path; });
    return finish_entry(std::move(rendered), forms, freshness, {}, request_for("/a"), nullptr,
                        noon);
}

}  // namespace

TEST_CASE("an assembled page is the cached one with other elements in its holes")
{
    const auto entry = entry_with_holes();
    const std::string page = assemble(*entry, {"[Ana]", "[Ana's notes]", ""});
    CHECK(page == "<body>[Ana]" + long_text("first ") + "[Ana's notes]|" + long_text("second ") +
                      "</body>");
}

TEST_CASE("an assembled page has neither the guest's content nor the marker")
{
    const auto entry = entry_with_holes();
    for (const std::string& page :
         {assemble(*entry, {"a", "b", ""}), gunzip(assemble_gzip(*entry, {"a", "b", ""}))}) {
        CHECK(page.find("guest") == std::string::npos);
        CHECK(page.find("CACHE_CONTROL") == std::string::npos);
        CHECK(page.find("x-live") == std::string::npos);
    }
}

TEST_CASE("a page assembled as gzip has the same content, whatever is in its holes")
{
    const auto entry = entry_with_holes();
    std::string noise;
    for (unsigned i = 0; i < 200'000; ++i)
        noise += static_cast<char>(i * 2'654'435'761U >> 13U);
    for (const std::string& element :
         {std::string{}, std::string{"x"}, std::string(1024, 'y'), std::string(1025, 'y'),
          std::string(2'000'000, 'z'), long_text("Ana "), noise}) {
        CAPTURE(element.size());
        const Elements elements{element, "between", element};
        CHECK((gunzip(assemble_gzip(*entry, elements)) == assemble(*entry, elements)));
    }
}

TEST_CASE("a page assembled with its own elements is unchanged in both codings")
{
    const auto entry = entry_with_holes();
    Elements own;
    for (const Hole& hole : entry->holes)
        own.emplace_back(entry->html().view().substr(hole.offset, hole.size));
    CHECK(assemble(*entry, own) == entry->html());
    CHECK(gunzip(assemble_gzip(*entry, own)) == entry->html());
    CHECK(gunzip(entry->representations[ContentCoding::gzip].body) == entry->html());
}
