// The content of a hole whose fragment is not available.
#include <aspic/rendering/unavailable_form.h>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include <aspic/rendering/browser_files.h>

using aspic::browser_files;
using aspic::unavailable_form;

TEST_CASE("the neutral form is the page's for that fragment, or its general one, or the library's")
{
    const std::string one = R"(<template data-live-unavailable="/_a?x=1&amp;y">A</template>)";
    const std::string all = "<template data-live-unavailable>all</template>";
    CHECK(unavailable_form("<p>" + all + one, "/_a?x=1&y") == "A");
    CHECK(unavailable_form(one + all, "/_b") == "all");
    CHECK(unavailable_form(one, "/_b").find("data-live-retry") != std::string::npos);
    CHECK(unavailable_form("", "/_b") ==
          unavailable_form("<template data-live-unavailable>x", "/_b"));
    CHECK(unavailable_form("<template data-live-unavailable></template>", "/_b").empty());
}

TEST_CASE("the scripts have the same neutral form as the library")
{
    const std::string_view script = browser_files().front().content;
    CHECK(script.find('\'' + std::string{unavailable_form("", "/_a")} + '\'') != std::string::npos);
}
