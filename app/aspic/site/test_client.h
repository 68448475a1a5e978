#pragma once
// A site without a server, for its tests. A request passes through the same rooms as in the server.
// Pages are cached in memory, the test moves the clock, and cookies are kept.
//
//     TestClient client{site(), {.templates = "templates"}};
//     CHECK(client.get("/man/1/ls").status == 200);

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/http/headers.h>
#include <aspic/http/parameters.h>
#include <aspic/http/response.h>
#include <aspic/http/session.h>
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
    std::string mount{};  // "/docs": the targets of requests then begin with it, as browsers' do
    std::chrono::milliseconds slow_fragment{300};  // pages do not wait for slower ones
    Settings::Values options{};      // the site's own options that differ from their defaults
    StaticFiles static_files{};      // if empty: files keep their plain names
    std::shared_ptr<Store> store{};  // shared with other clients; comes after this one's memory
    /// Act as a process that cannot reach Redis: a purge applies to this client's pages, but is not
    /// complete.
    bool purge_log_is_lost = false;
};

class TestClient {
public:
    /// Runs the site's start functions; the destructor runs its stop functions. Throws what they
    /// throw, and what Application's constructor throws. Jobs of after_answer run on this thread,
    /// before the answer is returned; jobs of site.every run only by run_job. Clients are
    /// independent: each has pages, sessions and a purge log of its own.
    explicit TestClient(const Site& site, TestSettings settings = {});
    ~TestClient();

    /// The host is "localhost", unless `fields` have Host.
    TestResponse get(std::string_view target, const Headers& fields = {});
    /// Sends a form as a browser does from a page of this site.
    TestResponse post(std::string_view target, const Parameters& form);
    TestResponse send(Method method, std::string_view target, const Headers& fields,
                      std::string body = "");
    /// The same with any method: send("PROPFIND", ...).
    TestResponse send(std::string_view method, std::string_view target, const Headers& fields,
                      std::string body = "");

    /// Does what purge() does in a view of this client's site.
    PurgeOutcome purge(const Purge& purge);
    /// Runs a command of the site, as `aspic-site NAME` does. Throws std::out_of_range if the site
    /// has none of that name.
    int run_command(std::string_view name);

    /// Runs a job of site.every now, on this thread. Throws what the job throws, and
    /// std::out_of_range if the site has none of that name.
    void run_job(std::string_view name);

    /// What `aspic-site developer` prints for this site.
    std::string developer_link(std::chrono::seconds lifetime = std::chrono::hours{12}) const;
    /// Signs this visitor in without a form. The site need not know the user.
    void sign_in(std::string_view user, std::string_view name);
    /// Gives this visitor a new session with this value, without a view: that of a guest.
    void begin_guest_session(std::string_view key, std::string_view value);

    void advance(std::chrono::seconds time) { *now_ += time; }
    std::map<std::string, std::string>& cookies() { return cookies_; }
    /// The cached HTML of the page at this target, the same for everyone; empty if it is not
    /// cached.
    std::string cached_html(std::string_view target) const;
    const Application& application() const;
    /// What the site was started with.
    const Settings& settings() const { return settings_; }

private:
    void begin_session(const std::function<void(Session&)>& fill);
    void keep_cookies(const Headers& headers);
    void run_queued_jobs();

    Settings settings_;
    Site site_;
    std::shared_ptr<Time> now_;
    struct Parts;
    std::unique_ptr<Parts> parts_;
    std::map<std::string, std::string> cookies_;
};

}  // namespace aspic
