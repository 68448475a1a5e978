#include <aspic/http/session.h>

#include <utility>

namespace aspic {

namespace {

constexpr std::string_view reserved = "aspic:";
constexpr std::string_view flash_key = "aspic:flash";
constexpr std::size_t most_flashes = 20;

void check_key(std::string_view key)
{
    if (key.starts_with(reserved)) {
        throw std::invalid_argument{"the session's key \"" + std::string{key} +
                                    "\" begins with \"aspic:\", which only the library may use: "
                                    "choose another name"};
    }
}

}  // namespace

void Session::sign_in(std::string_view user, std::string_view name)
{
    if (user.empty()) throw std::invalid_argument{"sign_in needs the id of the user; it is empty"};
    refuse_in_fragment("sign_in()");
    std::string new_user{user};  // copies first: both may point into this session
    std::string new_name{name};
    const bool was_of_another = signed_in() && user_ != new_user;
    end_user();
    if (was_of_another) values_.clear();
    user_ = std::move(new_user);
    name_ = std::move(new_name);
}

void Session::sign_out()
{
    refuse_in_fragment("sign_out()");
    clear();
}

void Session::sign_out_everywhere()
{
    refuse_in_fragment("sign_out_everywhere()");
    if (signed_in()) ended_users_.push_back({user_, cookie_.signed_in});
    clear();
}

void Session::clear()
{
    end_user();
    values_.clear();
    has_signed_out_ = true;
}

// A guest's session is not added to the list of ended sessions: it gives no access, and anybody
// could fill the list with guest sessions.
void Session::end_user()
{
    if (signed_in() && !cookie_.id.empty()) ended_sessions_.push_back(cookie_.id);
    if (!cookie_.id.empty()) left_sessions_.push_back(cookie_.id);
    cookie_.id.clear();
    cookie_.signed_in = {};
    user_.clear();
    name_.clear();
    modified_ = true;
    live_changed_ = true;
}

std::optional<std::string_view> Session::get(std::string_view key) const
{
    const auto found = values_.find(key);
    if (found == values_.end()) return std::nullopt;
    return found->second;
}

void Session::set(std::string_view key, std::string_view value)
{
    check_key(key);
    put(key, value);
}

void Session::erase(std::string_view key)
{
    check_key(key);
    remove(key);
}

void Session::put(std::string_view key, std::string_view value)
{
    const auto found = values_.find(key);
    if (found != values_.end() && found->second == value) return;
    note_change(key);
    if (found == values_.end()) {
        values_.emplace(key, value);
    } else {
        found->second = std::string{value};  // a copy first: `value` may point into the old one
    }
}

void Session::remove(std::string_view key)
{
    const auto found = values_.find(key);
    if (found == values_.end()) return;
    note_change(key);
    values_.erase(found);
}

void Session::flash(std::string_view message, std::string_view kind)
{
    std::vector<Flash> waiting = unpack_flashes(get(flash_key).value_or(""));
    if (waiting.size() >= most_flashes) waiting.erase(waiting.begin());
    waiting.push_back({.message = std::string{message}, .kind = std::string{kind}});
    put(flash_key, pack_flashes(waiting));
}

std::vector<Flash> Session::take_flash()
{
    const auto found = values_.find(flash_key);
    if (found == values_.end()) return {};
    if (!shows_flash_) {
        has_held_back_flash_ = true;
        return {};
    }
    std::vector<Flash> taken = unpack_flashes(found->second);
    values_.erase(found);
    // No fragment of another page shows these messages, so the live version stays.
    modified_ = true;
    has_shown_flash_ = true;
    return taken;
}

void Session::changed()
{
    refuse_in_fragment("changed()");
    live_changed_ = true;
}

void Session::use_for(SessionUse use, bool shows_flash)
{
    use_ = use;
    shows_flash_ = shows_flash;
}

Session Session::for_fragment(SessionUse use, bool shows_flash) const
{
    Session copy = *this;
    copy.use_for(use, shows_flash);
    copy.has_shown_flash_ = false;
    copy.has_held_back_flash_ = false;
    return copy;
}

void Session::keep(Session fragment)
{
    values_ = std::move(fragment.values_);
    modified_ = fragment.modified_;
    has_shown_flash_ = has_shown_flash_ || fragment.has_shown_flash_;
    has_held_back_flash_ = has_held_back_flash_ || fragment.has_held_back_flash_;
}

void Session::note_change(std::string_view what)
{
    if (use_ == SessionUse::everyone) {
        throw SessionNotWritable{
            "a fragment changed the session's \"" + std::string{what} +
            "\" while it was made for a page that is cached for everyone, so the change cannot be "
            "kept: change it only if the visitor has a session (!session().is_empty()), or in a "
            "view"};
    }
    modified_ = true;
    // If each page view changed the version, no browser could use its copies of fragments.
    if (use_ == SessionUse::view) live_changed_ = true;
}

void Session::refuse_in_fragment(std::string_view what) const
{
    if (use_ == SessionUse::view) return;
    throw SessionNotWritable{"a fragment called the session's " + std::string{what} +
                             ", which changes what other fragments of the page show: call it in a "
                             "view"};
}

Session Session::restore(std::string user, std::string name,
                         std::map<std::string, std::string, std::less<>> values,
                         SessionCookie cookie)
{
    Session session;
    session.user_ = std::move(user);
    session.name_ = std::move(name);
    session.values_ = std::move(values);
    session.cookie_ = std::move(cookie);
    return session;
}

}  // namespace aspic
