#pragma once
// A site without a server, for its tests: the same way of a request through the same rooms, with
// pages cached in memory, a clock that the test moves, and a cookie jar.
//
//     TestClient client{site(), {.templates = "templates"}};
//     CHECK(client.get("/man/1/ls").status == 200);

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/http/headers.h>
#include <aspic/http/parameters.h>
#include <aspic/http/response.h>
#include <aspic/purging/purge.h>
#include <aspic/rendering/static_files.h>
#include <aspic/site/site.h>

namespace aspic {

// Inner parts of the library, which a site's tests do not need.
class Application;
class Store;

struct TestResponse {
    int status = 0;
    Headers headers;
    std::string body;
};

struct TestSettings {
    std::filesystem::path templates{};
    bool debug = false;
    std::chrono::milliseconds slow_fragment{300};  // no page waits for one that takes longer
    Settings::Values options{};  // of the site's own options, those that differ from their defaults
    StaticFiles static_files{};  // each under its own name, where not given
    std::shared_ptr<Store> store{};  // shared with others, beside this client's memory
    /// As in a process that cannot reach Redis: a purge applies to this client's pages, but is not
    /// complete.
    bool purge_log_is_lost = false;
};

class TestClient {
public:
    /// Runs what the site does at start. Throws as that does, and as Application's constructor
    /// does. Clients are independent: each has pages, sessions and a purge log of its own.
    explicit TestClient(const Site& site, TestSettings settings = {});
    ~TestClient();

    TestResponse get(std::string_view target, const Headers& fields = {});
    /// A form, sent as a browser sends it from a page of this site.
    TestResponse post(std::string_view target, const Parameters& form);
    TestResponse send(Method method, std::string_view target, const Headers& fields,
                      std::string body = "");

    /// As purge() in a view of this client's site.
    PurgeOutcome purge(const Purge& purge);
    /// Runs a command of the site's own, as `aspic-site NAME` does. Throws std::out_of_range if the
    /// site has none of that name.
    int run_command(std::string_view name);

    /// What `aspic-site developer` prints for this site.
    std::string developer_link(std::chrono::seconds lifetime = std::chrono::hours{12}) const;
    /// From here on this visitor is signed in, without a form and whatever the site knows of users.
    void sign_in(std::string_view user, std::string_view name);

    void advance(std::chrono::seconds time) { *now_ += time; }
    std::map<std::string, std::string>& cookies() { return cookies_; }
    /// The cached HTML of the page at this target, the same for everyone; empty if it is not cached.
    std::string cached_html(std::string_view target) const;
    const Application& application() const;
    /// What the site was started with.
    const Settings& settings() const { return settings_; }

private:
    void keep_cookies(const Headers& headers);

    Settings settings_;
    std::vector<Site::Command> commands_;
    std::shared_ptr<Time> now_;
    struct Parts;
    std::unique_ptr<Parts> parts_;
    std::map<std::string, std::string> cookies_;
};

}  // namespace aspic
