#include <aspic/rendering/style_imports.h>

#include <doctest/doctest.h>

#include <aspic/rendering/static_files.h>
#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::contents;
using support::message_of;
using support::TemporaryDirectory;

TEST_CASE("an imported file stands in the place of its import")
{
    const TemporaryDirectory styles;
    styles.write("frame.css", "b{}\n");
    styles.write("deep/print.css", "@import 'inner.css';\nc{}");
    styles.write("deep/inner.css", "d{}");
    const auto site =
        styles.write("site.css",
                     "/* The site; all of it. */\n@import \"frame.css\";\n"
                     "@import url(\"deep/print.css\") print;\na{content:'@import'}\n");
    CHECK(style_with_imports(site) ==
          "/* The site; all of it. */\nb{}\n\n"
          "@media print {\nd{}\nc{}\n}\n\na{content:'@import'}\n");
}

TEST_CASE("a style sheet without imports of files stays as it is")
{
    const TemporaryDirectory styles;
    for (const char* css :
         {"", "a{}", "/* @import \"x.css\"; */ a{}", "/* not closed", "a{} @import \"late.css\";",
          "@import url(\"https://fonts.test/css?a;b\");\na{}", "@import \"/other.css\";",
          "@import url(bare.css); a{}", "@import", "@charset \"utf-8\"; a{}"}) {
        CAPTURE(css);
        CHECK(style_with_imports(styles.write("site.css", css)) == css);
    }
}

TEST_CASE("an import that cannot be put in place is an error that names it")
{
    const TemporaryDirectory styles;
    styles.write("other.css", "b{}");
    styles.write("font.css", "@import \"https://fonts.test/a\";");
    styles.write("round.css", "@import \"site.css\";");
    const auto error_of = [&](std::string_view css) {
        const auto site = styles.write("site.css", css);
        return message_of<std::runtime_error>([&] { style_with_imports(site); });
    };
    const std::string site = (styles / "site.css").string();
    CHECK(error_of("@import \"absent.css\";") ==
          "the style sheet " + site + " imports \"absent.css\": there is no such file");
    CHECK(error_of("@import \"other.css\" layer(a);") ==
          "the style sheet " + site + " imports \"other.css\": only a media query may follow it");
    CHECK(error_of("@import \"site.css\";") ==
          "the style sheet " + site + " imports \"site.css\": that file imports this one");
    CHECK(error_of("@import \"round.css\";") ==
          "the style sheet " + (styles / "round.css").string() +
              " imports \"site.css\": that file imports this one");
    CHECK(error_of("@import \"other.css\"; @import \"https://fonts.test/a\";") ==
          "the style sheet " + site +
              " imports \"https://fonts.test/a\": browsers ignore it there; write it in the first "
              "file, before the others");
    CHECK(error_of("@import \"font.css\";") ==
          "the style sheet " + (styles / "font.css").string() +
              " imports \"https://fonts.test/a\": browsers ignore it there; write it in the first "
              "file, before the others");
}

TEST_CASE("a collected style sheet has its imports in it, and its name changes with theirs")
{
    const TemporaryDirectory styles;
    const TemporaryDirectory target;
    styles.write("site.css", "@import \"frame.css\";\na{}");
    const auto url_with = [&](std::string_view frame) {
        styles.write("frame.css", frame);
        collect_static_files({styles.path()}, target.path());
        return StaticFiles::from_manifest(target.path()).url("site.css").value();
    };
    const std::string first = url_with("b{}");
    CHECK(contents(target / first.substr(8)) == "b{}\na{}");
    CHECK(url_with("c{}") != first);
}
