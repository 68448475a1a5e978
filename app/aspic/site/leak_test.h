#pragma once
// Finds cached pages that depend on who asked for them. For the tests of every site:
//
//     const auto leaks = find_leaks(site(), {.templates = "templates", .targets = {"/man/1/ls"}});
//     CHECK(to_text(leaks) == "");
//
// A cached view takes a PublicRequest, which hides the visitor. There are still ways around it: a
// global or thread_local variable that a decorator, a fragment or a private view sets, or a static
// variable that the first visitor fills. So several people visit the site, and each page is made
// for each of them, in separate caches. What would be kept for everyone must be the same, byte for
// byte, and must not contain a name.

#include <filesystem>
#include <string>
#include <vector>

#include <aspic/site/settings.h>
#include <aspic/site/site.h>

namespace aspic {

/// A visitor: signed in, or a guest who has something in the session.
struct Person {
    std::string user;  // empty: a guest
    std::string name;  // of a guest: what the session has under guest_key
};

struct LeakTestSettings {
    std::filesystem::path templates;
    /// The site's own options that differ from their defaults.
    Settings::Values options{};
    /// Paths, with a query if needed, in addition to those that the site lists (Site::all_paths).
    /// Each person visits the uncached ones before the cached ones are made.
    std::vector<std::string> targets{};
    /// If the site's views look up users, name two that it knows. Users and names of 8 bytes or
    /// more are also searched for in the pages; a page may contain a shorter one by chance.
    std::vector<Person> people{{"8214603957", "Ana-of-the-leak-test"},
                               {"8214603958", "Ben-of-the-leak-test"}};
    /// A guest with a session visits the site too. Name a value that your views read, such as a
    /// basket; it is searched for like a name.
    std::string guest_key = "leak-test";
    std::string guest_value = "Guest-of-the-leak-test";
};

struct Leak {
    std::string route;   // its pattern
    std::string target;  // the page; empty if no page of the route was compared
    std::string what;    // what differs and where, or why nothing could be compared
};

/// Returns an empty list if there is no leak. Compares what the page cache would keep: status,
/// fields, tags and body. A cached route counts as a leak if none of its pages was compared: a test
/// that compares nothing must not pass.
///
/// It makes several TestClients, and starts the site for each. Throws what TestClient's constructor
/// throws.
std::vector<Leak> find_leaks(const Site& site, const LeakTestSettings& settings);

/// One line for each leak; empty if there is none.
std::string to_text(const std::vector<Leak>& leaks);

}  // namespace aspic
