#include <aspic/site/test_client.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <aspic/http/site_url.h>
#include <aspic/sessions/developer_pass.h>
#include <aspic/sessions/session_keeper.h>
#include <aspic/sessions/session_keys.h>
#include <aspic/site/application.h>

namespace aspic {

namespace {

Settings settings_of(const Site& site, const Settings::Values& given)
{
    Settings::Values values{{"cookie-prefix", ""}, {"data", "."}};
    for (const Site::Option& option : site.options())
        values[option.name] = option.default_value;
    for (const auto& [name, value] : given)
        values[name] = value;
    return Settings{std::move(values)};
}

TestResponse parse_wire(const WireResponse& wire)
{
    std::string text;
    for (const std::string_view piece : wire.pieces())
        text += piece;
    TestResponse response;
    std::size_t at = 0;
    for (std::size_t end = text.find("\r\n", at); end != at; end = text.find("\r\n", at)) {
        const std::string line = text.substr(at, end - at);
        const std::size_t colon = line.find(": ");
        const std::string name = line.substr(0, colon);
        const std::string value = line.substr(colon + 2);
        if (name == "Status") {
            response.status = std::stoi(value);
        } else {
            response.headers.add(name, value);
        }
        at = end + 2;
    }
    response.body = text.substr(at + 2);
    return response;
}

/// The log of a process that has just lost Redis, and still trusts its memory.
class LostLog : public LocalPurgeLog {
public:
    using LocalPurgeLog::LocalPurgeLog;
    PurgeOutcome purge(const Purge& purge) override
    {
        LocalPurgeLog::purge(purge);
        return {.kept = true,
                .problem = "the purge of " + purge.to_text() +
                           " could not be written to the log, which this test has lost"};
    }
    bool is_lost() const override { return true; }
};

}  // namespace

struct TestClient::Parts {
    SessionKeys keys;
    SessionKeeper sessions;
    std::string mount;
    std::unique_ptr<Application> application;
};

TestClient::TestClient(const Site& site, TestSettings settings)
    : settings_{settings_of(site, settings.options)},
      site_{site},
      now_{std::make_shared<Time>(std::chrono::sys_days{std::chrono::year{2026} / 1 / 1})}
{
    const SessionKeys keys = SessionKeys::in_memory();
    const SessionKeeper sessions{keys, std::chrono::hours{24}, [now = now_] { return *now; },
                                 SiteCookies{"", settings.mount}};
    const auto clock = [now = now_] { return *now; };
    ApplicationSettings application;
    application.templates = settings.templates;
    application.static_files = std::move(settings.static_files);
    application.mount = settings.mount;
    application.debug = settings.debug;
    application.slow_fragment = settings.slow_fragment;
    application.cache.now = [clock] { return Instant{clock()}; };
    application.cache.jitter = 0;
    application.cache.early_renewal = 0;
    const std::chrono::seconds grace{60};
    const auto make_parts = [&](const std::string& /*version*/) {
        std::unique_ptr<PurgeLog> log = std::make_unique<LocalPurgeLog>(grace, clock);
        if (settings.purge_log_is_lost) log = std::make_unique<LostLog>(grace, clock);
        return CacheParts{std::move(settings.store), std::move(log)};
    };
    parts_ = std::make_unique<Parts>(
        Parts{keys, sessions, std::move(settings.mount),
              std::make_unique<Application>(site, std::move(application), sessions, make_parts)});
    const MountScope mount{parts_->mount};
    const PurgeScope purges = parts_->application->cache().purge_scope();
    site.start(settings_);
}

TestClient::~TestClient()
{
    const MountScope mount{parts_->mount};
    const PurgeScope purges = parts_->application->cache().purge_scope();
    site_.stop(settings_);
}

const Application& TestClient::application() const
{
    return *parts_->application;
}

std::string TestClient::cached_html(std::string_view target) const
{
    const EntryPtr entry = parts_->application->peek(target);
    return entry ? std::string{entry->html()} : std::string{};
}

TestResponse TestClient::get(std::string_view target, const Headers& fields)
{
    return send(Method::get, target, fields);
}

TestResponse TestClient::post(std::string_view target, const Parameters& form)
{
    Headers fields;
    fields.set("Content-Type", "application/x-www-form-urlencoded");
    fields.set("Sec-Fetch-Site", "same-origin");
    return send(Method::post, target, fields, form.encoded());
}

TestResponse TestClient::send(Method method, std::string_view target, const Headers& fields,
                              std::string body)
{
    return send(method_name(method), target, fields, std::move(body));
}

TestResponse TestClient::send(std::string_view method, std::string_view target,
                              const Headers& fields, std::string body)
{
    std::string jar;
    for (const auto& [name, value] : cookies_) {
        if (!jar.empty()) jar += "; ";
        jar.append(name).append("=").append(value);
    }
    RequestSource source;
    source.method = parse_method(method);
    source.method_name = method;
    source.target = target;
    source.host = "localhost";
    source.remote_address = "127.0.0.1";
    source.body = std::move(body);
    for (const auto& [name, value] : fields) {
        if (equal_ignoring_case(name, "Host")) source.host = value;
        source.fields.emplace_back(name, value);
    }
    if (!jar.empty()) source.fields.emplace_back("Cookie", jar);
    const WireResponse wire = parts_->application->answer(std::move(source));
    TestResponse response = parse_wire(wire);
    while (auto piece = wire.source ? wire.source->next() : std::nullopt)
        response.body += *piece;
    if (wire.after) wire.after();
    keep_cookies(response.headers);
    run_queued_jobs();
    return response;
}

PurgeOutcome TestClient::purge(const Purge& purge)
{
    const MountScope mount{parts_->mount};
    const PurgeScope purges = parts_->application->cache().purge_scope();
    return aspic::purge(purge);
}

int TestClient::run_command(std::string_view name)
{
    const auto& commands = site_.commands();
    const auto command = std::find_if(commands.begin(), commands.end(),
                                      [&](const Site::Command& one) { return one.name == name; });
    if (command == commands.end())
        throw std::out_of_range{"this site has no command \"" + std::string{name} + '"'};
    const MountScope mount{parts_->mount};
    const PurgeScope purges = parts_->application->cache().purge_scope();
    return command->run(settings_);
}

void TestClient::run_job(std::string_view name)
{
    const auto& jobs = site_.jobs();
    const auto job =
        std::find_if(jobs.begin(), jobs.end(), [&](const Job& one) { return one.name == name; });
    if (job == jobs.end())
        throw std::out_of_range{"this site has no job \"" + std::string{name} + '"'};
    const MountScope mount{parts_->mount};
    const PurgeScope purges = parts_->application->cache().purge_scope();
    job->run({});
}

void TestClient::run_queued_jobs()
{
    const MountScope mount{parts_->mount};
    const PurgeScope purges = parts_->application->cache().purge_scope();
    while (const auto job = parts_->application->jobs().take())
        job->run({});
}

std::string TestClient::developer_link(std::chrono::seconds lifetime) const
{
    return parts_->mount + std::string{xray_path} + '/' +
           make_developer_pass(*now_ + lifetime, parts_->keys, *now_);
}

void TestClient::sign_in(std::string_view user, std::string_view name)
{
    begin_session([&](Session& session) { session.sign_in(user, name); });
}

void TestClient::begin_guest_session(std::string_view key, std::string_view value)
{
    begin_session([&](Session& session) { session.set(key, value); });
}

void TestClient::begin_session(const std::function<void(Session&)>& fill)
{
    RequestSource source;
    source.target = "/";
    Request request{std::move(source), Target{}};
    fill(request.session());
    Headers headers;
    parts_->sessions.write_back(request, headers);
    keep_cookies(headers);
}

void TestClient::keep_cookies(const Headers& headers)
{
    for (const auto& [field, text] : headers) {
        if (!equal_ignoring_case(field, "Set-Cookie")) continue;
        const std::string pair = text.substr(0, text.find(';'));
        const std::size_t equals = pair.find('=');
        if (text.find("Max-Age=0") != std::string::npos) {
            cookies_.erase(pair.substr(0, equals));
        } else {
            cookies_[pair.substr(0, equals)] = pair.substr(equals + 1);
        }
    }
}

}  // namespace aspic
