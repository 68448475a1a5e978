#pragma once
// One visitor of the leak test: a browser and a page cache. Inner part of the leak test; one
// thread.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <aspic/site/last_kept.h>
#include <aspic/site/leak_test.h>
#include <aspic/site/test_client.h>

namespace aspic {

/// What every visitor sees before a page is made.
struct Surroundings {
    std::vector<std::string> own_pages;
    std::vector<std::string> fragments;
};

class LeakVisitor {
public:
    /// A guest if the person has no user; with a session if the person has a name. `as` names the
    /// visitor in a message: " for Ana".
    LeakVisitor(const Site& site, const LeakTestSettings& settings, Person person, std::string as);

    /// Visits the visitor's own pages, then the fragments of this page, so that they leave their
    /// traces.
    void look_around(const Surroundings& all, const std::string& page);

    /// Requests the page; `kept` then returns what is kept of it.
    void ask(const std::string& target);
    const std::optional<KeptPage>& kept() const { return kept_; }
    /// "200, Aspic; fwd=uri-miss; detail=set-cookie"
    std::string answered() const;
    /// True if the view or a decorator sent the request past the cache.
    bool was_sent_past() const;

    const std::string& as() const { return as_; }
    const Settings& settings() const { return client_.settings(); }

private:
    Person person_;
    std::string guest_key_;
    std::string as_;
    std::optional<KeptPage> kept_;
    TestResponse answer_;
    TestClient client_;
};

}  // namespace aspic
