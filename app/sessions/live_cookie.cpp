#include "sessions/live_cookie.h"

#include <algorithm>

#include "http/syntax.h"

namespace aspic {

namespace {

bool is_base64url(char c)
{
    return syntax::is_letter(c) || syntax::is_digit(c) || c == '-' || c == '_';
}

}  // namespace

std::optional<std::string_view> live_version(const Request& request)
{
    const auto value = request.cookie(live_cookie);
    const bool is_ours = value && value->size() == live_version_size &&
                         std::all_of(value->begin(), value->end(), is_base64url);
    return is_ours ? value : std::nullopt;
}

bool has_snapshot(const Request& request, std::string_view key)
{
    const auto version = live_version(request);
    auto keys = request.cookie(snapshots_cookie);
    if (!version || key.empty() || !keys || !keys->starts_with(*version)) return false;
    keys->remove_prefix(version->size());
    if (!keys->starts_with('.')) return false;
    keys->remove_prefix(1);
    for (; keys->size() >= key.size(); keys->remove_prefix(key.size())) {
        if (keys->starts_with(key)) return true;
    }
    return false;
}

}  // namespace aspic
