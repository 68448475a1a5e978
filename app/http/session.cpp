#include "http/session.h"

#include <stdexcept>
#include <utility>

namespace aspic {

void Session::sign_in(std::string_view user, std::string_view name)
{
    if (user.empty()) throw std::invalid_argument{"a visitor who signs in must have an id"};
    user_ = user;
    name_ = name;
    values_.clear();
    modified_ = true;
    live_changed_ = true;
}

void Session::sign_out()
{
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
        found->second = std::string{value};  // a copy first: `value` may lie within the old one
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
                         std::map<std::string, std::string, std::less<>> values)
{
    Session session;
    session.user_ = std::move(user);
    session.name_ = std::move(name);
    session.values_ = std::move(values);
    return session;
}

}  // namespace aspic
