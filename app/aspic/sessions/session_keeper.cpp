#include <aspic/sessions/session_keeper.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/base/encoding.h>
#include <aspic/base/random_id.h>
#include <aspic/http/cookies.h>
#include <aspic/sessions/developer_pass.h>
#include <aspic/sessions/live_cookie.h>
#include <aspic/sessions/sealed_cookie.h>

namespace aspic {

namespace {

constexpr std::string_view session_cookie = "session";
constexpr std::string_view developer_cookie = "developer";

// A request may bring a thousand cookies with one name, and opening one takes a microsecond per
// key. This is about as many as front ends accept in one field.
constexpr std::size_t most_candidates = 128;

std::string new_live_version()
{
    constexpr std::size_t bytes = live_version_size * 3 / 4;
    return to_base64url(random_bytes(bytes));
}

SetCookie cookie(const Request& request, std::string_view name, std::string value,
                 std::chrono::seconds max_age)
{
    return {.name = std::string{name},
            .value = std::move(value),
            .max_age = max_age,
            .http_only = name != live_cookie && name != snapshots_cookie,
            .secure = request.scheme() == "https"};
}

// Browsers accept Clear-Site-Data only from a trustworthy origin (W3C, Secure Contexts, section
// 3.1).
bool is_trustworthy(const Request& request)
{
    if (request.scheme() == "https") return true;
    const std::string_view host = request.host();
    if (host.starts_with("[::1]")) return true;
    const std::string_view name = host.substr(0, host.find(':'));
    return name == "localhost" || name.starts_with("127.") || name.ends_with(".localhost");
}

void remove_cookie(const Request& request, std::string_view name, Headers& response)
{
    response.add("Set-Cookie", cookie(request, name, "", std::chrono::seconds{0}).field());
}

}  // namespace

SessionKeeper::SessionKeeper(std::shared_ptr<SessionKeyring> keys,
                             std::shared_ptr<EndedSessions> ended, std::chrono::seconds lifetime,
                             Clock clock)
    : keys_{std::move(keys)},
      ended_{std::move(ended)},
      lifetime_{lifetime},
      clock_{std::move(clock)}
{
    if (lifetime_ <= std::chrono::seconds{0}) {
        throw std::invalid_argument{"the lifetime of a session must be at least one second"};
    }
}

SessionKeeper::SessionKeeper(SessionKeys keys, std::chrono::seconds lifetime, Clock clock)
    : SessionKeeper{std::make_shared<SessionKeyring>(std::move(keys)),
                    std::make_shared<EndedSessions>(), lifetime, std::move(clock)}
{
}

Session SessionKeeper::open(const Request& request) const
{
    std::vector<std::string_view> texts;
    request.cookie(session_cookie, [&texts](std::string_view text) {
        if (may_be_session(text)) texts.push_back(text);
        return texts.size() == most_candidates;
    });
    if (texts.empty()) return {};
    const auto keys = keys_->current();
    Session session = open(texts, *keys);
    if (!session.cookie().id.empty() || session.cookie().is_over) return session;
    // Another process may have sealed it with a new key.
    const auto newer = keys_->after_failure(keys);
    return newer == keys ? session : open(texts, *newer);
}

// Opens the first valid text.
Session SessionKeeper::open(const std::vector<std::string_view>& texts,
                            const SessionKeys& keys) const
{
    const Time now = clock_();
    bool is_over = false;
    for (const std::string_view text : texts) {
        auto sealed = unseal_session(text, keys);
        if (!sealed) continue;
        if (sealed->expires <= now || ended_->has(sealed->id, sealed->user, sealed->signed_in)) {
            is_over = is_over || !sealed->user.empty();
            continue;
        }
        return Session::restore(std::move(sealed->user), std::move(sealed->name),
                                std::move(sealed->values),
                                {.id = std::move(sealed->id),
                                 .signed_in = sealed->signed_in,
                                 .expires = sealed->expires});
    }
    return Session::restore({}, {}, {}, {.is_over = is_over});
}

std::string SessionKeeper::write_back(const Request& request, Headers& response) const
{
    const Session* session = request.opened_session();
    if (!session) return "";

    end_sessions(*session);
    const bool is_empty = !session->signed_in() && session->values().empty();
    const bool store = session->must_be_stored() || (!is_empty && wants_renewal(*session));
    if (is_empty && (store || session->cookie().is_over)) {
        remove_cookie(request, session_cookie, response);
    } else if (store) {
        response.add("Set-Cookie",
                     cookie(request, session_cookie, seal(*session), lifetime_).field());
    }

    if (!session->signed_in()) {
        dismiss(request, *session, response);
        return "";
    }
    // The live cookie must last as long as the session, so it is set whenever the session cookie
    // is.
    auto live = live_version(request);
    if (!store && live && !session->live_must_change()) return std::string{*live};
    std::string version =
        live && !session->live_must_change() ? std::string{*live} : new_live_version();
    response.add("Set-Cookie", cookie(request, live_cookie, version, lifetime_).field());
    return version;
}

void SessionKeeper::dismiss(const Request& request, const Session& session, Headers& response) const
{
    const bool has_left = session.live_must_change() || session.cookie().is_over;
    if (has_left || live_version(request)) remove_cookie(request, live_cookie, response);
    if (keeps_snapshots(request)) remove_cookie(request, snapshots_cookie, response);
    if (has_left && is_trustworthy(request))
        response.set("Clear-Site-Data", "\"cache\", \"storage\"");
}

void SessionKeeper::end_sessions(const Session& session) const
{
    if (session.ended_sessions().empty() && session.ended_users().empty()) return;
    const Time now = clock_();
    const Time until = now + retention(lifetime_);
    for (const std::string& id : session.ended_sessions())
        ended_->end({.session = id, .until = until}, now);
    // The clocks of two machines differ: by our clock, `signed_in` may be in the future.
    for (const auto& [user, signed_in] : session.ended_users())
        ended_->end({.user = user, .before = std::max(now, signed_in), .until = until}, now);
}

bool SessionKeeper::is_developer(const Request& request) const
{
    std::size_t tried = 0;
    const auto pass = request.cookie(developer_cookie, [&](std::string_view text) {
        if (tried == most_candidates || !may_be_developer_pass(text)) return false;
        ++tried;
        return open_developer_pass(text, *keys_->current(), clock_()).has_value();
    });
    return pass.has_value();
}

bool SessionKeeper::admit_developer(const Request& request, std::string_view pass,
                                    Headers& response) const
{
    const Time now = clock_();
    const auto end = open_developer_pass(pass, *keys_->current(), now);
    if (!end) return false;
    response.add("Set-Cookie",
                 cookie(request, developer_cookie, std::string{pass}, *end - now).field());
    return true;
}

void SessionKeeper::dismiss_developer(const Request& request, Headers& response) const
{
    remove_cookie(request, developer_cookie, response);
}

/// True if the request's cookie is valid, but for less than half of the lifetime.
bool SessionKeeper::wants_renewal(const Session& session) const
{
    return !session.cookie().id.empty() && session.cookie().expires - clock_() < lifetime_ / 2;
}

std::string SessionKeeper::seal(const Session& session) const
{
    const Time now = clock_();
    const bool is_new = session.cookie().id.empty();
    return seal_session({.user = std::string{session.user()},
                         .name = std::string{session.name()},
                         .values = session.values(),
                         .issued = now,
                         .expires = now + lifetime_,
                         .id = is_new ? random_bytes(session_id_size) : session.cookie().id,
                         .signed_in = is_new ? ended_->earliest_start(session.user(), now)
                                             : session.cookie().signed_in},
                        *keys_->current());
}

}  // namespace aspic
