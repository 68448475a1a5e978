#include "sessions/session_keeper.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "http/cookies.h"
#include "sessions/developer_pass.h"
#include "sessions/live_cookie.h"
#include "sessions/sealed_cookie.h"

namespace aspic {

namespace {

constexpr std::string_view session_cookie = "session";
constexpr std::string_view developer_cookie = "developer";

std::string new_live_version()
{
    std::array<unsigned char, 8> random{};
    randombytes_buf(random.data(), random.size());
    std::array<char, live_version_size + 1> text{};
    sodium_bin2base64(text.data(), text.size(), random.data(), random.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return {text.data(), live_version_size};
}

SetCookie cookie(const Request& request, std::string_view name, std::string value,
                 std::chrono::seconds max_age)
{
    return {.name = std::string{name},
            .value = std::move(value),
            .max_age = max_age,
            .http_only = name != live_cookie,
            .secure = request.scheme() == "https"};
}

// Browsers listen to Clear-Site-Data only from an origin that nobody could have forged on the way (W3C,
// Secure Contexts, section 3.1).
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

SessionKeeper::SessionKeeper(SessionKeys keys, std::chrono::seconds lifetime, Clock clock)
    : keys_{std::move(keys)}, lifetime_{lifetime}, clock_{std::move(clock)}
{
    if (lifetime_ <= std::chrono::seconds{0}) {
        throw std::invalid_argument{"a session must live for at least one second"};
    }
}

Session SessionKeeper::open(const Request& request) const
{
    const auto text = request.cookie(session_cookie);
    if (!text) return {};
    auto sealed = open_session(*text, keys_, clock_());
    if (!sealed) return {};
    return Session::restore(std::move(sealed->user), std::move(sealed->name),
                            std::move(sealed->values));
}

std::string SessionKeeper::write_back(const Request& request, Headers& response) const
{
    const Session* session = request.opened_session();
    if (!session) return "";

    const bool is_empty = !session->signed_in() && session->values().empty();
    const bool store = session->must_be_stored() || (!is_empty && wants_renewal(request));
    if (store && is_empty) {
        remove_cookie(request, session_cookie, response);
    } else if (store) {
        response.add("Set-Cookie",
                     cookie(request, session_cookie, seal(*session), lifetime_).field());
    }

    if (!session->signed_in()) {
        const bool signed_out = session->live_must_change();
        if (signed_out || request.cookie(live_cookie)) {
            remove_cookie(request, live_cookie, response);
        }
        if (signed_out && is_trustworthy(request))
            response.set("Clear-Site-Data", "\"cache\", \"storage\"");
        return "";
    }
    // The live cookie must last as long as the session: it is set anew whenever that is.
    auto live = live_version(request);
    if (!store && live && !session->live_must_change()) return std::string{*live};
    std::string version =
        live && !session->live_must_change() ? std::string{*live} : new_live_version();
    response.add("Set-Cookie", cookie(request, live_cookie, version, lifetime_).field());
    return version;
}

bool SessionKeeper::is_developer(const Request& request) const
{
    const auto pass = request.cookie(developer_cookie);
    return pass && open_developer_pass(*pass, keys_, clock_());
}

bool SessionKeeper::admit_developer(const Request& request, std::string_view pass,
                                    Headers& response) const
{
    const Time now = clock_();
    const auto end = open_developer_pass(pass, keys_, now);
    if (!end) return false;
    response.add("Set-Cookie",
                 cookie(request, developer_cookie, std::string{pass}, *end - now).field());
    return true;
}

void SessionKeeper::dismiss_developer(const Request& request, Headers& response) const
{
    remove_cookie(request, developer_cookie, response);
}

/// True where the cookie that came with the request is good, but for less than half of the
/// lifetime.
bool SessionKeeper::wants_renewal(const Request& request) const
{
    const auto text = request.cookie(session_cookie);
    if (!text) return false;
    const Time now = clock_();
    const auto sealed = open_session(*text, keys_, now);
    return sealed && sealed->expires - now < lifetime_ / 2;
}

std::string SessionKeeper::seal(const Session& session) const
{
    const Time now = clock_();
    return seal_session({.user = std::string{session.user()},
                         .name = std::string{session.name()},
                         .values = session.values(),
                         .issued = now,
                         .expires = now + lifetime_},
                        keys_);
}

}  // namespace aspic
