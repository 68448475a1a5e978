#include <aspic/http/session.h>

#include <stdexcept>
#include <utility>

namespace aspic {

void Session::sign_in(std::string_view user, std::string_view name)
{
    if (user.empty()) throw std::invalid_argument{"sign_in needs the id of the user; it is empty"};
    std::string new_user{user};  // copies first: both may point into this session
    std::string new_name{name};
    begin_again();
    user_ = std::move(new_user);
    name_ = std::move(new_name);
}

void Session::sign_out()
{
    begin_again();
}

void Session::sign_out_everywhere()
{
    if (signed_in()) ended_users_.push_back({user_, cookie_.signed_in});
    begin_again();
}

// A guest's session is not added to the list of ended sessions: it gives no access, and anybody
// could fill the list with guest sessions.
void Session::begin_again()
{
    if (signed_in() && !cookie_.id.empty()) ended_sessions_.push_back(cookie_.id);
    cookie_.id.clear();
    cookie_.signed_in = {};
    user_.clear();
    name_.clear();
    values_.clear();
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
    const auto found = values_.find(key);
    if (found == values_.end()) {
        values_.emplace(key, value);
    } else if (found->second != value) {
        found->second = std::string{value};  // a copy first: `value` may point into the old one
    } else {
        return;
    }
    modified_ = true;
}

void Session::erase(std::string_view key)
{
    const auto found = values_.find(key);
    if (found == values_.end()) return;
    values_.erase(found);
    modified_ = true;
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
