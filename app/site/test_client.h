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

#include "http/headers.h"
#include "http/parameters.h"
#include "site/application.h"
#include "site/site.h"

namespace aspic {

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
    std::unique_ptr<Store> store{};  // shared with others, beside this client's memory
};

class TestClient {
public:
    /// Runs what the site does at start. Throws as that does, and as Application's constructor
    /// does.
    explicit TestClient(const Site& site, TestSettings settings = {});
    ~TestClient();

    TestResponse get(std::string_view target, const Headers& fields = {});
    /// A form, sent as a browser sends it from a page of this site.
    TestResponse post(std::string_view target, const Parameters& form);
    TestResponse send(Method method, std::string_view target, const Headers& fields,
                      std::string body = "");

    void advance(std::chrono::seconds time) { *now_ += time; }
    std::map<std::string, std::string>& cookies() { return cookies_; }
    const Application& application() const { return *application_; }

private:
    void keep_cookies(const Headers& headers);

    std::shared_ptr<Time> now_;
    std::unique_ptr<Application> application_;
    std::map<std::string, std::string> cookies_;
};

}  // namespace aspic
