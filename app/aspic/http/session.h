#pragma once
// The content of one visitor's session: values only. The sessions room seals it into a cookie and
// opens it again. Owned by the Request; used by one thread at a time.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/base/clock.h>

namespace aspic {

/// What the cookie says about the session itself.
struct SessionCookie {
    /// Empty for a new session, which gets its id with its first cookie.
    std::string id{};
    Time signed_in{};  // when the user signed in
    Time expires{};
    bool is_over = false;  // the user has signed out, or the session has expired
};

class Session {
public:
    bool signed_in() const { return !user_.empty(); }
    /// The site's id of the user; empty for a guest.
    std::string_view user() const { return user_; }
    /// The name to greet the visitor with; empty for a guest.
    std::string_view name() const { return name_; }

    /// Starts a new session for this user. The values of the old session are dropped (no session
    /// fixation). If somebody was signed in, their session ends, as by `sign_out`. Throws
    /// std::invalid_argument if `user` is empty.
    void sign_in(std::string_view user, std::string_view name);
    /// Ends this session. A copy of its cookie is refused from now on.
    void sign_out();
    /// Ends this session and all others that this user has begun by now, in every browser.
    void sign_out_everywhere();

    std::optional<std::string_view> get(std::string_view key) const;
    void set(std::string_view key, std::string_view value);
    void erase(std::string_view key);

    /// Say that something a fragment shows has changed: the live cookie gets a new version, so open
    /// pages learn about it.
    void changed() { live_changed_ = true; }

    /// A user who has signed out everywhere, in a session that began at `signed_in`.
    struct UserEnd {
        std::string user;
        Time signed_in;
    };

    /// For the sessions room: what must be written back.
    bool must_be_stored() const { return modified_; }
    bool live_must_change() const { return live_changed_; }
    const std::map<std::string, std::string, std::less<>>& values() const { return values_; }
    const SessionCookie& cookie() const { return cookie_; }
    /// The ids of the sessions that this request has ended.
    const std::vector<std::string>& ended_sessions() const { return ended_sessions_; }
    /// The users that this request has signed out everywhere.
    const std::vector<UserEnd>& ended_users() const { return ended_users_; }
    static Session restore(std::string user, std::string name,
                           std::map<std::string, std::string, std::less<>> values,
                           SessionCookie cookie = {});

private:
    void begin_again();

    std::string user_;
    std::string name_;
    std::map<std::string, std::string, std::less<>> values_;
    SessionCookie cookie_;
    std::vector<std::string> ended_sessions_;
    std::vector<UserEnd> ended_users_;
    bool modified_ = false;
    bool live_changed_ = false;
};

}  // namespace aspic
