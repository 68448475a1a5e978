#pragma once
// Reads a visitor's session from its cookie, and writes it back. All threads use one SessionKeeper;
// its copies share their keys and their list of ended sessions.
//
// A browser may send several cookies with each name: a site on a parent domain may have set one
// too, which comes first and which this site cannot remove. The first one that opens is ours.
//
// Five cookies, whose names and path site_cookies.h completes:
//   session    sealed; HttpOnly, SameSite=Lax, Secure with https
//   live       a random version, readable by script, not secret; set while a visitor has a session
//              (Session::is_empty). It changes when something that a fragment shows has changed, so
//              that an open page knows that its copies are old.
//   snapshots  written by scripts (see live_cookie.h); removed here when the visitor signs out.
//   changed    marks a browser whose visitor has purged pages (see live_cookie.h).
//   developer  a developer's pass (see developer_pass.h), with the attributes of `session`.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/http/headers.h>
#include <aspic/http/request.h>
#include <aspic/http/session.h>
#include <aspic/http/site_cookies.h>
#include <aspic/sessions/ended_sessions.h>
#include <aspic/sessions/sealed_cookie.h>
#include <aspic/sessions/session_keyring.h>
#include <aspic/sessions/session_keys.h>
#include <aspic/sessions/session_store.h>

namespace aspic {

class SessionKeeper {
public:
    using Clock = std::function<Time()>;

    /// Many threads call `clock` at once. Throws std::invalid_argument if `lifetime` is not
    /// positive.
    ///
    /// `cookies` name the cookies. With a `store`, the session's cookie has only the session's id
    /// and its user, and the store has its values. If the store cannot be reached, the visitor
    /// counts as a guest for that request, and keeps the cookies.
    SessionKeeper(std::shared_ptr<SessionKeyring> keys, std::shared_ptr<EndedSessions> ended,
                  std::chrono::seconds lifetime, Clock clock, SiteCookies cookies = {},
                  std::shared_ptr<SessionStore> store = nullptr);
    /// With keys that never change, and a list of ended sessions of its own.
    SessionKeeper(SessionKeys keys, std::chrono::seconds lifetime, Clock clock,
                  SiteCookies cookies = {});

    const SiteCookies& cookies() const { return cookies_; }

    /// How long an ended session must be remembered: until all its cookies have expired, even if a
    /// process did not learn for a day that the session ended.
    static std::chrono::seconds retention(std::chrono::seconds lifetime)
    {
        return lifetime + std::chrono::hours{24};
    }

    /// Opens the visitor's session. Returns a guest's session if no cookie is ours, or if ours is
    /// damaged, has expired, or belongs to a session that has ended.
    Session open(const Request& request) const;

    /// Adds the Set-Cookie fields that the request's session needs; none if no view has used the
    /// session. A session is renewed if less than half of its lifetime is left. A response that got
    /// a cookie is private to its visitor: the caller must keep it out of shared caches. When this
    /// returns, the sessions that the request has ended are on the list of ended sessions.
    ///
    /// Clear-Site-Data makes a browser forget pages of this site. Browsers accept it with https, or
    /// from this machine. If the response signs out, or the visitor's session has ended, this adds
    /// the field and removes all cookies. If a session begins in a browser that may run no scripts,
    /// this adds it too: nothing else would keep the guest's pages, which the browser has in its
    /// cache, from the visitor.
    ///
    /// If a page has shown the last messages of a guest who has nothing else in the session, the
    /// session cookie goes, and the live cookie stays until the next answer to this visitor: an
    /// open page would take a change for news, and ask for its fragments again.
    ///
    /// Returns the live version that the visitor has after this response; empty for a guest without
    /// a session, or if no view has used it. Throws std::length_error if the session is too large,
    /// and Unavailable if the store does not take it.
    std::string write_back(const Request& request, Headers& response) const;

    /// Marks the browser of a visitor who has purged pages, for 30 days: it asks again for the
    /// pages that it had kept before. A browser that may run no scripts forgets them
    /// (Clear-Site-Data).
    void mark_change(const Request& request, Headers& response) const;

    /// True if the visitor has a valid developer's pass.
    bool is_developer(const Request& request) const;
    /// Adds a Set-Cookie field with the pass, which lasts as long as the pass is valid. Returns
    /// false and adds nothing if the pass is not valid.
    bool admit_developer(const Request& request, std::string_view pass, Headers& response) const;
    void dismiss_developer(const Request& request, Headers& response) const;

private:
    Session open(const std::vector<std::string_view>& texts, const SessionKeys& keys) const;
    bool wants_renewal(const Session& session) const;
    void end_sessions(const Session& session) const;
    /// The live version after the response, and its cookie. Empty: the visitor has none.
    std::string write_live(const Request& request, const Session& session, bool is_stored,
                           Headers& response) const;
    void forget_pages(const Request& request, Headers& response) const;
    void remove_cookie(const Request& request, std::string_view name, Headers& response) const;
    /// Removes what the visitor's browser stores.
    void dismiss(const Request& request, bool has_left, Headers& response) const;
    /// The session that the cookie names, from the store.
    Session open_stored(SealedSession sealed) const;
    /// Stores the session. Returns its cookie; nothing if it was only to be renewed and the store
    /// does not take it: a later request renews it.
    std::optional<std::string> seal(const Session& session) const;
    void forget_stored(const Session& session) const;

    std::shared_ptr<SessionKeyring> keys_;
    std::shared_ptr<EndedSessions> ended_;
    std::chrono::seconds lifetime_;
    Clock clock_;
    SiteCookies cookies_;
    std::shared_ptr<SessionStore> store_;  // null: sessions are in their cookies
};

}  // namespace aspic
