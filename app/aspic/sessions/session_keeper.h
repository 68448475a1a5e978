#pragma once
// Carries a visitor's session from cookie to Session and back. One SessionKeeper serves all
// threads; its copies share their keys and their list of ended sessions.
//
// A browser may send several cookies of each name: a site of a parent domain may have set one too,
// which comes first and cannot be removed by this site. The first that opens is ours.
//
// Four cookies:
//   session    sealed; HttpOnly, SameSite=Lax, Secure under https. Not named `__Host-session`:
//              browsers drop a cookie of that name unless it is Secure, and sites within a house are
//              served over plain http as well.
//   live       a random version, readable by script, no secret; there while a visitor is signed in.
//              It changes whenever something that a fragment shows has changed, so that an open page
//              knows its copies to be old.
//   snapshots  written by scripts (see live_cookie.h); removed here when its visitor has left.
//   developer  a developer's pass (see developer_pass.h); otherwise as `session`.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/http/headers.h>
#include <aspic/http/request.h>
#include <aspic/http/session.h>
#include <aspic/sessions/ended_sessions.h>
#include <aspic/sessions/session_keyring.h>
#include <aspic/sessions/session_keys.h>

namespace aspic {

class SessionKeeper {
public:
    using Clock = std::function<Time()>;

    /// `clock` is called by many threads at once. Throws std::invalid_argument where `lifetime` is
    /// not positive.
    SessionKeeper(std::shared_ptr<SessionKeyring> keys, std::shared_ptr<EndedSessions> ended,
                  std::chrono::seconds lifetime, Clock clock);
    /// With keys that never change, and a list of ended sessions of its own.
    SessionKeeper(SessionKeys keys, std::chrono::seconds lifetime, Clock clock);

    /// How long an ended session must be remembered: until no cookie of it can be good, in a process
    /// that had no news of it for a day either.
    static std::chrono::seconds retention(std::chrono::seconds lifetime)
    {
        return lifetime + std::chrono::hours{24};
    }

    /// A guest's session where no cookie is ours, or ours is damaged, expired or of a session that
    /// has ended.
    Session open(const Request& request) const;

    /// Adds the Set-Cookie fields that a request's session asks for, and none where no view has
    /// asked for the session. A session of which less than half of the lifetime is left is renewed.
    /// A response that got a cookie is its visitor's own: to keep it out of shared caches is the
    /// caller's part. The sessions that the request has ended are ended when this returns. A response
    /// that signs out, or that finds the visitor's session ended, takes all cookies back and has the
    /// browser forget what it kept of this site (Clear-Site-Data), if browsers listen to that: under
    /// https, and on this machine.
    ///
    /// Returns the live version that the visitor has after this response; empty for a guest, and
    /// where no view has asked for the session. Throws std::length_error where the session is too
    /// large for a cookie.
    std::string write_back(const Request& request, Headers& response) const;

    /// True for a visitor whose developer's pass is good.
    bool is_developer(const Request& request) const;
    /// Adds the Set-Cookie field that makes the visitor one, for as long as the pass is good. False,
    /// and nothing added, where it is not.
    bool admit_developer(const Request& request, std::string_view pass, Headers& response) const;
    void dismiss_developer(const Request& request, Headers& response) const;

private:
    Session open(const std::vector<std::string_view>& texts, const SessionKeys& keys) const;
    bool wants_renewal(const Session& session) const;
    void end_sessions(const Session& session) const;
    /// Takes back what the visitor's browser keeps.
    void dismiss(const Request& request, const Session& session, Headers& response) const;
    std::string seal(const Session& session) const;

    std::shared_ptr<SessionKeyring> keys_;
    std::shared_ptr<EndedSessions> ended_;
    std::chrono::seconds lifetime_;
    Clock clock_;
};

}  // namespace aspic
