#pragma once
// Carries a visitor's session from cookie to Session and back. One SessionKeeper serves all
// threads: it never changes.
//
// Three cookies:
//   session    sealed; HttpOnly, SameSite=Lax, Secure under https. Not named `__Host-session`:
//              browsers drop a cookie of that name unless it is Secure, and sites within a house are
//              served over plain http as well.
//   live       a random version, readable by script, no secret; there while a visitor is signed in.
//              It changes whenever something that a fragment shows has changed, so that an open page
//              knows its copies to be old.
//   developer  a developer's pass (see developer_pass.h); otherwise as `session`.

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "http/dates.h"
#include "http/headers.h"
#include "http/request.h"
#include "http/session.h"
#include "sessions/session_keys.h"

namespace aspic {

class SessionKeeper {
public:
    using Clock = std::function<Time()>;

    /// `clock` is called by many threads at once. Throws std::invalid_argument where `lifetime` is
    /// not positive.
    SessionKeeper(SessionKeys keys, std::chrono::seconds lifetime, Clock clock);

    /// A guest's session where the cookie is absent, damaged, foreign or expired.
    Session open(const Request& request) const;

    /// Adds the Set-Cookie fields that a request's session asks for, and none where no view has
    /// asked for the session. A session of which less than half of the lifetime is left is renewed.
    /// A response that got a cookie is its visitor's own: to keep it out of shared caches is the
    /// caller's part. One that signs out also has the browser forget what it kept of this site
    /// (Clear-Site-Data), where browsers listen to that: under https, and on this machine.
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
    bool wants_renewal(const Request& request) const;
    std::string seal(const Session& session) const;

    SessionKeys keys_;
    std::chrono::seconds lifetime_;
    Clock clock_;
};

}  // namespace aspic
