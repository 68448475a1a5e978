#pragma once
// The content of one visitor's session: values only. The sessions room seals it into a cookie and
// opens it again. Owned by the Request; used by one thread at a time.

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/http/flash.h>

namespace aspic {

/// What the cookie says about the session itself.
struct SessionCookie {
    /// Empty for a new session, which gets its id with its first cookie.
    std::string id{};
    Time signed_in{};  // when the user signed in
    Time expires{};
    bool is_over = false;  // the user has signed out, or the session has expired
    /// The store of sessions cannot be reached: the visitor counts as a guest for this request.
    bool is_unavailable = false;
};

/// Thrown where a change of the session cannot be kept, or would be wrong: the message says what to
/// do instead.
class SessionNotWritable : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

/// Who uses a session.
enum class SessionUse : std::uint8_t {
    view,
    /// A fragment: it may change values and messages, which are stored with its page or with the
    /// answer of /_live. It may not sign in or out, or change the live version.
    fragment,
    /// A fragment in a page that is cached for everyone: nothing can be stored.
    everyone,
};

class Session {
public:
    bool signed_in() const { return !user_.empty(); }
    /// True for a guest without values and messages. Such a visitor has no cookies.
    bool is_empty() const { return user_.empty() && values_.empty(); }
    /// The site's id of the user; empty for a guest.
    std::string_view user() const { return user_; }
    /// The name to greet the visitor with; empty for a guest.
    std::string_view name() const { return name_; }

    /// Starts a new session for this user, with a new id (no session fixation). A guest's values,
    /// such as a basket, stay. If somebody else was signed in, their session ends, as by
    /// `sign_out`. Throws std::invalid_argument if `user` is empty.
    void sign_in(std::string_view user, std::string_view name);
    /// Ends this session, and removes its values. A copy of its cookie is refused from now on.
    void sign_out();
    /// Ends this session and all others that this user has begun by now, in every browser.
    void sign_out_everywhere();

    /// Values belong to a guest as well as to a signed-in visitor. Keys that begin with "aspic:"
    /// are the library's: they throw std::invalid_argument. A view that changes a value changes the
    /// live version too, because fragments may show the value. A change by a fragment does not.
    std::optional<std::string_view> get(std::string_view key) const;
    void set(std::string_view key, std::string_view value);
    void erase(std::string_view key);

    /// A message for the next page that the visitor sees and whose view or fragment takes it, also
    /// after a redirect. At most 20 messages wait: if no page shows them, the oldest one goes.
    void flash(std::string_view message, std::string_view kind = "info");
    /// The messages that no page has shown yet, in their order; they are shown now, and never
    /// again. The page that shows them is not stored by any cache. Empty if the visitor does not
    /// see this answer (Request::is_page_view): then the messages wait.
    std::vector<Flash> take_flash();

    /// Say that something a fragment shows has changed outside of the session: the live cookie gets
    /// a new version, so open pages learn about it.
    void changed();

    /// For the site room. `shows_flash` is false if the visitor does not see the answer.
    void use_for(SessionUse use, bool shows_flash);
    /// A copy for one fragment of the answer. If the fragment succeeds, `keep` takes over what it
    /// has changed.
    Session for_fragment(SessionUse use, bool shows_flash) const;
    void keep(Session fragment);
    /// True if messages were taken: the answer must be shown once.
    bool has_shown_flash() const { return has_shown_flash_; }
    /// True if messages would have been taken, but the visitor does not see the answer.
    bool has_held_back_flash() const { return has_held_back_flash_; }

    /// A user who has signed out everywhere, in a session that began at `signed_in`.
    struct UserEnd {
        std::string user;
        Time signed_in;
    };

    /// For the sessions room: what must be written back.
    bool must_be_stored() const { return modified_; }
    bool live_must_change() const { return live_changed_; }
    /// True if this request has signed somebody out, and nobody in.
    bool has_signed_out() const { return has_signed_out_ && !signed_in(); }
    const std::map<std::string, std::string, std::less<>>& values() const { return values_; }
    const SessionCookie& cookie() const { return cookie_; }
    /// The ids of the sessions that this request has ended.
    const std::vector<std::string>& ended_sessions() const { return ended_sessions_; }
    /// The ids of all sessions that this request has left, a guest's too: their content is not
    /// needed any more.
    const std::vector<std::string>& left_sessions() const { return left_sessions_; }
    /// The users that this request has signed out everywhere.
    const std::vector<UserEnd>& ended_users() const { return ended_users_; }
    static Session restore(std::string user, std::string name,
                           std::map<std::string, std::string, std::less<>> values,
                           SessionCookie cookie = {});

private:
    void end_user();
    void clear();
    void put(std::string_view key, std::string_view value);
    void remove(std::string_view key);
    void note_change(std::string_view what);
    void refuse_in_fragment(std::string_view what) const;

    std::string user_;
    std::string name_;
    std::map<std::string, std::string, std::less<>> values_;
    SessionCookie cookie_;
    std::vector<std::string> ended_sessions_;
    std::vector<std::string> left_sessions_;
    std::vector<UserEnd> ended_users_;
    bool modified_ = false;
    bool live_changed_ = false;
    bool has_signed_out_ = false;
    SessionUse use_ = SessionUse::view;
    bool shows_flash_ = true;
    bool has_shown_flash_ = false;
    bool has_held_back_flash_ = false;
};

}  // namespace aspic
