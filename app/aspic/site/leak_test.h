#pragma once
// Does any cached page know who asked for it? For the tests of every site:
//
//     const auto leaks = find_leaks(site(), {.templates = "templates", .targets = {"/man/1/ls"}});
//     CHECK(to_text(leaks) == "");
//
// A cached view takes a PublicRequest, which hides the visitor. What is left are the ways around
// it: a global or thread_local that a decorator, a fragment or a private view has set, a static
// that the first visitor has filled. So every page is rendered again, in a cache of its own, by each of
// several people who have just looked around as themselves; what would be kept for everyone must be
// the same, byte for byte, and must not hold a name.

#include <filesystem>
#include <string>
#include <vector>

#include <aspic/site/settings.h>
#include <aspic/site/site.h>

namespace aspic {

/// Somebody who is signed in.
struct Person {
    std::string user;
    std::string name;
};

struct LeakTestSettings {
    std::filesystem::path templates;
    /// Of the site's own options, those that differ from their defaults.
    Settings::Values options{};
    /// Paths, with a query where they need one, beside those that the site names itself
    /// (Site::all_paths). Those whose views are not cached are visited by each person before the
    /// cached ones are made.
    std::vector<std::string> targets{};
    /// A site whose views look people up may name two that it knows. A user or name of 8 bytes or
    /// more is also searched for in what is kept; a shorter one may stand there by chance.
    std::vector<Person> people{{"8214603957", "Ana-of-the-leak-test"},
                               {"8214603958", "Ben-of-the-leak-test"}};
};

struct Leak {
    std::string route;   // its pattern
    std::string target;  // the page; empty where none of the route was looked at
    std::string what;    // what differs and where, or why nothing could be compared
};

/// None where all is well. What is compared is what the page cache would keep: status, fields, tags
/// and body. A cached route of which no page was compared counts as a leak: a test that has looked
/// at nothing must not pass.
///
/// It makes several TestClients; the site is started for each. A TestClient that is to purge must
/// not be older than this call. Throws as TestClient's constructor does.
std::vector<Leak> find_leaks(const Site& site, const LeakTestSettings& settings);

/// A line for each; empty where there is none.
std::string to_text(const std::vector<Leak>& leaks);

}  // namespace aspic
