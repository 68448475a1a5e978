#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "../small_site.h"

using namespace manual;

namespace {

struct Translated : SmallManRoot {
    Translated()
    {
        directory.write("man/de/man1/ls.1",
                        page_source("ls", "zeigt Verzeichnisse",
                                    ".SH \"SIEHE AUCH\"\n.BR nur (1),\n.BR printf (3)"));
        directory.write("man/fa/man1/ls.1", page_source("ls", "فهرست"));
        directory.write("man/de/man1/nur.1", page_source("nur", "nur auf deutsch"));
        directory.write("man/man1/dir.1", ".\\\" an alias\n.so man1/gone.1\n");
        directory.write("man/man1/alias.1", ".so man3/printf.3\n");
        directory.write("man/man1/packed.1.xz", "xz");
    }
    aspic::TestClient client()
    {
        aspic::TestSettings settings;
        settings.templates = ASPIC_SOURCE_DIR "/templates";
        settings.options = {{"man-root", path("man")}, {"data", path("data")}, {"dpkg", ""}};
        return aspic::TestClient{manual_site(), settings};
    }
};

}  // namespace

TEST_CASE("a translation has its own URL, the language of its article, and links to the others")
{
    Translated machine;
    auto client = machine.client();
    const auto page = client.get("/de/man/1/ls");
    CHECK(page.status == 200);
    CHECK(contains(page.body, "<article aria-label=\"ls(1)\" lang=\"de\" dir=\"ltr\">"));
    CHECK(contains(page.body, "zeigt Verzeichnisse"));
    CHECK(contains(page.body, "<a href=\"/man/1/ls\" lang=\"en\" hreflang=\"en\">English</a>"));
    CHECK(field(page, "Link") ==
          "</man/1/ls>; rel=\"alternate\"; hreflang=\"en\", "
          "</de/man/1/ls>; rel=\"alternate\"; hreflang=\"de\", "
          "</fa/man/1/ls>; rel=\"alternate\"; hreflang=\"fa\"");
    CHECK(contains(client.get("/fa/man/1/ls").body, "lang=\"fa\" dir=\"rtl\">"));

    const auto plain = client.get("/man/1/ls");
    CHECK(contains(plain.body, "lang=\"en\" dir=\"ltr\">"));
    CHECK(contains(plain.body, "<a href=\"/de/man/1/ls\" lang=\"de\" hreflang=\"de\">Deutsch</a>"));
    CHECK_FALSE(contains(client.get("/man/1/printf").body, "hreflang"));
}

TEST_CASE("a translation refers to pages in its language first")
{
    Translated machine;
    const auto page = machine.client().get("/de/man/1/ls");
    CHECK(contains(page.body, "href=\"/de/man/1/nur\""));
    CHECK(contains(page.body, "href=\"/man/3/printf\""));
}

TEST_CASE("the URL of a page leads to another language if there is no page in its own")
{
    Translated machine;
    auto client = machine.client();
    CHECK(field(client.get("/man/1/nur"), "Location") == "/de/man/1/nur");
    CHECK(field(client.get("/de/man/1/printf"), "Location") == "/man/1/printf");
    CHECK(field(client.get("/en/man/1/ls"), "Location") == "/man/1/ls");
    CHECK(client.get("/xx/man/1/nowhere").status == 404);
}

TEST_CASE("a page that cannot be read is a 404 that says why")
{
    Translated machine;
    auto client = machine.client();
    const auto dangling = client.get("/man/1/dir");
    CHECK(dangling.status == 404);
    CHECK(contains(dangling.body, "only points to man1/gone.1, which is not there"));
    CHECK(contains(client.get("/man/1/packed").body, "is compressed as .xz"));
}

TEST_CASE("a page that is damaged after the last update is a 404 that says why, not a 500")
{
    Translated machine;
    auto client = machine.client();
    std::filesystem::remove(machine.path("man/man3/printf.3"));
    std::ofstream{machine.path("man/man1/ls.1.gz")} << "\x1f\x8b not really";
    const auto alias = client.get("/man/1/alias");
    CHECK(alias.status == 404);
    CHECK(contains(alias.body, "only points to man3/printf.3, which is not there"));
    const auto damaged = client.get("/man/1/ls");
    CHECK(damaged.status == 404);
    CHECK(contains(damaged.body, "the gzip data"));
    CHECK_FALSE(contains(damaged.body, machine.directory.path().string()));
    CHECK(contains(damaged.body, "href=\"/de/man/1/ls\""));
}
