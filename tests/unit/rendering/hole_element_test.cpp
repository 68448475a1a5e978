#include <aspic/rendering/hole_element.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::chrono_literals;

TEST_CASE("a hole's element has its fragment's escaped name, and its content unchanged")
{
    CHECK(to_html({.fragment = "/_notes/a&\"<>", .content = "<b>&</b>"}) ==
          "<x-live fragment=\"/_notes/a&amp;&quot;&lt;&gt;\"><b>&</b></x-live>");
}

TEST_CASE("an element contains what scripts must know about its content")
{
    CHECK(to_html({.fragment = "/_n",
                   .content = "c",
                   .key = "kkkkkk",
                   .visitor = "v",
                   .hash = "h",
                   .keep = 300s,
                   .state = HoleState::later}) ==
          "<x-live fragment=\"/_n\" key=\"kkkkkk\" visitor=\"v\" hash=\"h\" keep=\"300\" "
          "later blank>c</x-live>");
    CHECK(to_html({.fragment = "/_n", .keep = 0s}) ==
          "<x-live fragment=\"/_n\" keep=\"0\"></x-live>");
    CHECK(to_html({.fragment = "/_n", .state = HoleState::unchanged}) ==
          "<x-live fragment=\"/_n\" unchanged></x-live>");
    CHECK(to_html({.fragment = "/_n", .state = HoleState::failed}) ==
          "<x-live fragment=\"/_n\" failed></x-live>");
}

TEST_CASE("the content can be taken out of an element")
{
    CHECK(content_of(to_html({.fragment = "/_a>b", .content = "<p>1 > 0</p>", .key = "k"})) ==
          "<p>1 > 0</p>");
    CHECK(content_of(to_html({.fragment = "/_a"})).empty());
    CHECK(content_of("").empty());
    CHECK(content_of("</x-live>").empty());
    CHECK(content_of("<x-live").empty());
}
