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
#include <aspic/http/errors.h>
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

// Of sealed sessions that the store does not have: each costs a question to it.
constexpr std::size_t most_lost = 4;

constexpr const char* not_stored =
    "What you did could not be stored, because the store of sessions does not answer. Try again.";
constexpr const char* ended_meanwhile =
    "Your session ended while this request was answered. Try again.";
constexpr std::chrono::seconds retry_soon{2};
constexpr std::chrono::hours time_of_mark{30 * 24};

std::string new_version()
{
    constexpr std::size_t bytes = live_version_size * 3 / 4;
    return to_base64url(random_bytes(bytes));
}

SetCookie cookie(std::string_view name, std::string value, std::chrono::seconds max_age)
{
    return {.name = std::string{name},
            .value = std::move(value),
            .max_age = max_age,
            .http_only = name == session_cookie || name == developer_cookie};
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

void forget(const Request& request, const char* what, Headers& response)
{
    if (is_trustworthy(request)) response.set("Clear-Site-Data", what);
}

Session restore(SealedSession sealed)
{
    return Session::restore(
        std::move(sealed.user), std::move(sealed.name), std::move(sealed.values),
        {.id = std::move(sealed.id), .signed_in = sealed.signed_in, .expires = sealed.expires});
}

}  // namespace

SessionKeeper::SessionKeeper(std::shared_ptr<SessionKeyring> keys,
                             std::shared_ptr<EndedSessions> ended, std::chrono::seconds lifetime,
                             Clock clock, SiteCookies cookies, std::shared_ptr<SessionStore> store)
    : keys_{std::move(keys)},
      ended_{std::move(ended)},
      lifetime_{lifetime},
      clock_{std::move(clock)},
      cookies_{std::move(cookies)},
      store_{std::move(store)}
{
    if (lifetime_ <= std::chrono::seconds{0}) {
        throw std::invalid_argument{"the lifetime of a session must be at least one second"};
    }
}

SessionKeeper::SessionKeeper(SessionKeys keys, std::chrono::seconds lifetime, Clock clock,
                             SiteCookies cookies)
    : SessionKeeper{std::make_shared<SessionKeyring>(std::move(keys)),
                    std::make_shared<EndedSessions>(), lifetime, std::move(clock),
                    std::move(cookies)}
{
}

Session SessionKeeper::open(const Request& request) const
{
    std::vector<std::string_view> texts;
    cookies_.find(request, session_cookie, [&texts](std::string_view text) {
        if (may_be_session(text)) texts.push_back(text);
        return texts.size() == most_candidates;
    });
    if (texts.empty()) return {};
    const auto keys = keys_->current();
    Session session = open(texts, *keys);
    const SessionCookie& found = session.cookie();
    if (!found.id.empty() || found.is_over || found.is_unavailable) return session;
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
    std::size_t lost = 0;
    for (const std::string_view text : texts) {
        auto sealed = unseal_session(text, keys);
        if (!sealed) continue;
        if (sealed->expires <= now || ended_->has(sealed->id, sealed->user, sealed->signed_in)) {
            is_over = is_over || !sealed->user.empty();
            continue;
        }
        if (!store_) return restore(std::move(*sealed));
        Session stored = open_stored(std::move(*sealed));
        const SessionCookie& found = stored.cookie();
        if (!found.id.empty() || found.is_unavailable) return stored;
        is_over = is_over || found.is_over;
        if (++lost == most_lost) break;
    }
    return Session::restore({}, {}, {}, {.is_over = is_over});
}

Session SessionKeeper::open_stored(SealedSession sealed) const
{
    const SessionStore::Found found = store_->read(sealed.id);
    if (found.outcome == SessionStore::Outcome::unavailable)
        return Session::restore({}, {}, {}, {.is_unavailable = true});
    auto stored = unpack_session(found.content);
    if (found.outcome == SessionStore::Outcome::absent || !stored || stored->id != sealed.id)
        return Session::restore({}, {}, {}, {.is_over = !sealed.user.empty()});
    sealed.name = std::move(stored->name);
    sealed.values = std::move(stored->values);
    return restore(std::move(sealed));
}

std::string SessionKeeper::write_back(const Request& request, Headers& response) const
{
    const Session* session = request.opened_session();
    if (!session) return "";

    if (session->cookie().is_unavailable) {
        if (!session->must_be_stored() && !session->live_must_change()) return "";
        throw Unavailable{not_stored, retry_soon};
    }
    end_sessions(*session);
    const bool is_over = session->cookie().is_over;
    bool store = session->must_be_stored() || (!session->is_empty() && wants_renewal(*session));
    if (store_) forget_stored(*session);
    if (session->is_empty() && (store || is_over)) {
        remove_cookie(request, session_cookie, response);
    } else if (store) {
        auto sealed = seal(*session);
        store = sealed.has_value();
        if (sealed) {
            cookies_.set(request, cookie(session_cookie, std::move(*sealed), lifetime_), response);
        }
    }
    std::string version = write_live(request, *session, store, response);
    const bool has_left = session->has_signed_out() || (is_over && !session->signed_in());
    if (version.empty() || has_left) dismiss(request, has_left, response);
    return version;
}

std::string SessionKeeper::write_live(const Request& request, const Session& session,
                                      bool is_stored, Headers& response) const
{
    const auto live = live_version(request, cookies_);
    const bool is_same = !session.live_must_change();
    const bool is_over = session.cookie().is_over;
    if (session.is_empty()) {
        if (is_stored && is_same && !is_over && live) return std::string{*live};
        if (live || !is_same || is_over) remove_cookie(request, live_cookie, response);
        return "";
    }
    // The live cookie must last as long as the session, so it is set whenever the session cookie
    // is.
    if (!is_stored && live && is_same) return std::string{*live};
    std::string version = live && is_same ? std::string{*live} : new_version();
    cookies_.set(request, cookie(live_cookie, version, lifetime_), response);
    if (!live) forget_pages(request, response);
    return version;
}

void SessionKeeper::mark_change(const Request& request, Headers& response) const
{
    cookies_.set(request, cookie(changed_cookie, new_version(), time_of_mark), response);
    forget_pages(request, response);
}

// A browser that runs scripts forgets nothing: its scripts look whether a page is old, and its
// style sheets, scripts and pictures stay in its cache.
void SessionKeeper::forget_pages(const Request& request, Headers& response) const
{
    if (!runs_scripts(request, cookies_) && !response.has("Clear-Site-Data"))
        forget(request, "\"cache\"", response);
}

void SessionKeeper::remove_cookie(const Request& request, std::string_view name,
                                  Headers& response) const
{
    cookies_.set(request, cookie(name, "", std::chrono::seconds{0}), response);
}

void SessionKeeper::dismiss(const Request& request, bool has_left, Headers& response) const
{
    if (runs_scripts(request, cookies_)) remove_cookie(request, snapshots_cookie, response);
    if (!has_left) return;
    // Storage belongs to the origin, so below a mount it is other sites' too. Scripts remove what
    // is ours (live.js).
    forget(request, cookies_.owns_origin() ? "\"cache\", \"storage\"" : "\"cache\"", response);
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
    const auto pass = cookies_.find(request, developer_cookie, [&](std::string_view text) {
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
    cookies_.set(request, cookie(developer_cookie, std::string{pass}, *end - now), response);
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

std::optional<std::string> SessionKeeper::seal(const Session& session) const
{
    const Time now = clock_();
    const bool is_new = session.cookie().id.empty();
    SealedSession sealed{.user = std::string{session.user()},
                         .name = std::string{session.name()},
                         .values = session.values(),
                         .issued = now,
                         .expires = now + lifetime_,
                         .id = is_new ? random_bytes(session_id_size) : session.cookie().id,
                         .signed_in = is_new ? ended_->earliest_start(session.user(), now)
                                             : session.cookie().signed_in};
    if (store_) {
        const auto outcome = store_->write(sealed.id, pack_session(sealed), lifetime_, is_new);
        if (outcome != SessionStore::Outcome::done && !session.must_be_stored()) return {};
        if (outcome == SessionStore::Outcome::unavailable)
            throw Unavailable{not_stored, retry_soon};
        if (outcome == SessionStore::Outcome::absent)
            throw Unavailable{ended_meanwhile, std::chrono::seconds{1}};
        sealed.name.clear();
        sealed.values.clear();
    }
    return seal_session(sealed, *keys_->current());
}

// A session that has ended is on the list of ended sessions. So it does not matter if the store
// cannot be reached now: its content expires.
void SessionKeeper::forget_stored(const Session& session) const
{
    for (const std::string& id : session.left_sessions())
        store_->remove(id);
    if (session.is_empty() && !session.cookie().id.empty()) store_->remove(session.cookie().id);
}

}  // namespace aspic
