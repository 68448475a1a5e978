#include <aspic/rendering/html_place.h>

#include <doctest/doctest.h>

using namespace aspic;

namespace {

std::string inside(std::string_view html)
{
    HtmlPlace place;
    place.read(html, 0);
    return place.inside();
}

}  // namespace

TEST_CASE("an element may stand between elements")
{
    for (const std::string html : {"",
                                   "text",
                                   "<p>",
                                   "<p class='a>b'>",
                                   "<p class=a>",
                                   "</p>",
                                   "<br/>",
                                   "<!DOCTYPE html>",
                                   "<!-- a -->",
                                   "<!-->",
                                   "<?xml version=\"1.0\"?>",
                                   "<script>a</script>",
                                   "<title>a</TITLE >",
                                   "<style>a</b></style>",
                                   "1 < 2",
                                   "<<p>",
                                   "<head></head>",
                                   "<head><body>",
                                   "<table><tr><td>",
                                   "<table></table>",
                                   "<select></select>",
                                   "<![CDATA[a",
                                   "<p title=\"\">",
                                   "<script>a<</script>",
                                   "<!-- a --!>",
                                   "<head><title>a</title><p>",
                                   "<head><meta charset=\"utf-8\"><main>",
                                   "<svg><title/><style /></svg>",
                                   "<svg/><math><mi/></math>",
                                   "<template><tr></template>",
                                   "<template><tr></tr></template>",
                                   "<template><select></template>",
                                   "<table><tr><td><template><tr></template>"}) {
        CAPTURE(html);
        CHECK(inside(html).empty());
    }
}

TEST_CASE("where no element can stand, the place has a name")
{
    const std::vector<std::pair<std::string, std::string>> places{
        {"<p ", "a tag"},
        {"<p", "a tag"},
        {"<p title=\"a\" ", "a tag"},
        {"<p title=\"", "an attribute"},
        {"<p title='a\"", "an attribute"},
        {"<p title=", "an attribute"},
        {"<p title=a", "an attribute"},
        {"<!-- <p>", "an HTML comment"},
        {"<script>a < b;", "<script>"},
        {"<script>'</scriptx>'", "<script>"},
        {"<TITLE>", "<title>"},
        {"<textarea><p>", "<textarea>"},
        {"<style>p { }", "<style>"},
        {"<head><meta charset=\"utf-8\">", "<head>"},
        {"<select><option>", "<select>"},
        {"<table><tr>", "<table>, outside of its cells"},
        {"<table><tr><td></td>", "<table>, outside of its cells"},
    };
    for (const auto& [html, name] : places) {
        CAPTURE(html);
        CHECK(inside(html) == name);
    }
}

TEST_CASE("the text may come in pieces, and may begin in a tag")
{
    HtmlPlace place;
    place.read("<p title=\"a", 0);
    place.read("b", 20);
    CHECK(place.inside() == "an attribute");
    place.read("\"><bo", 21);
    place.read("dy class=\"c\">", 30);
    CHECK(place.inside().empty());
    CHECK(place.is_in_body());
    REQUIRE(place.frame_tags().size() == 1);
    CHECK(place.frame_tags()[0].name == "body");
    CHECK(place.frame_tags()[0].position == 23);
    CHECK(HtmlPlace{true}.inside() == "a tag");
}
