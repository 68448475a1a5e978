// The whole site over a small man root, with the shipped templates.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <aspic/test.h>
#include "man_directory.h"
#include "site.h"

namespace manual {

struct SmallManRoot {
    SmallManRoot()
    {
        directory.write(
            "man/man1/ls.1.gz",
            page_source("ls", "list directory contents",
                        ".SH OPTIONS\nNone.\n.SH \"SEE ALSO\"\n.BR printf (3),\n.BR rm (1)"));
        directory.write("man/man1/printf.1", page_source("printf", "format and print data"));
        directory.write("man/man3/printf.3", page_source("printf", "formatted output"));
        directory.write("man/man3/Foo::Bar.3pm.gz", page_source("Foo::Bar", "a module"));
        directory.write("man/man1/[.1", page_source("[", "check <types> & \"values\""));
    }
    std::string path(const char* name) const { return (directory.path() / name).string(); }

    ManDirectory directory;
};

struct SmallSite : SmallManRoot {
    explicit SmallSite(aspic::TestSettings given = {})
        : client{manual_site(), settings(std::move(given))}
    {
    }
    aspic::TestResponse sign_up(const std::string& name)
    {
        return client.post("/account/sign-up",
                           {{"name", name}, {"password", "correct horse"}, {"next", "/man/1/ls"}});
    }
    aspic::TestResponse sign_in(const std::string& name, const std::string& password,
                                const std::string& next = "/")
    {
        return client.post("/account/sign-in",
                           {{"name", name}, {"password", password}, {"next", next}});
    }
    // Returns the content of a hole of that page for the visitor.
    std::string fragment(const std::string& page, const std::string& path)
    {
        return client
            .get("/_live?page=" + aspic::percent_encode(page) +
                 "&fragment=" + aspic::percent_encode(path))
            .body;
    }
    std::string corner(const std::string& page) { return fragment(page, "/_navigation"); }
    std::string recent(const std::string& page) { return fragment(page, "/_recent"); }
    // Sends what the site's script sends when a page is read.
    int mark_read(const std::string& page) { return client.post(page + "/read", {}).status; }

    aspic::TestClient client;

private:
    aspic::TestSettings settings(aspic::TestSettings settings) const
    {
        settings.templates = ASPIC_SOURCE_DIR "/templates";
        settings.options = {
            {"man-root", path("man")}, {"data", path("data")}, {"dpkg", path("dpkg")}};
        return settings;
    }
};

inline bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

inline std::string field(const aspic::TestResponse& response, std::string_view name)
{
    return std::string{response.headers.get(name).value_or("")};
}

}  // namespace manual
