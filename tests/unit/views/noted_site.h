// The small site with notes on one of its pages.
#pragma once

#include <string>
#include <utility>

#include "library.h"
#include "small_site.h"

namespace manual {

struct NotedSite : SmallSite {
    using SmallSite::SmallSite;

    static constexpr const char* page = "/man/1/ls";
    static constexpr const char* add = "/man/1/ls/notes";

    aspic::TestResponse write(const std::string& text)
    {
        return client.post(add, {{"text", text}});
    }

    // The id of the newest note on the page.
    static std::string newest()
    {
        return std::to_string(library().notes.on_page("1", "ls", 1).notes.at(0).id);
    }
    std::string notes() { return fragment(page, "/_notes/1/ls"); }
    std::string as_guest()
    {
        const auto own = std::exchange(client.cookies(), {});
        std::string body = client.get(page).body;
        client.cookies() = own;
        return body;
    }
};

}  // namespace manual
