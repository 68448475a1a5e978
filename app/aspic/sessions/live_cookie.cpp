#include <aspic/sessions/live_cookie.h>

#include <algorithm>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

// Written by app/browser/snapshots.js in place of a version.
constexpr std::string_view no_version = "-----------";

bool is_base64url(char c)
{
    return syntax::is_letter(c) || syntax::is_digit(c) || c == '-' || c == '_';
}

bool is_version(std::string_view text)
{
    return text.size() == live_version_size && std::ranges::all_of(text, is_base64url);
}

struct Snapshots {
    std::string_view version;
    std::string_view keys;
};

/// Returns nullopt if the cookie is not one of ours.
std::optional<Snapshots> parse_snapshots(std::string_view value)
{
    const auto version = value.substr(0, live_version_size);
    if (!is_version(version) || value.substr(version.size(), 1) != ".") return std::nullopt;
    return Snapshots{version, value.substr(version.size() + 1)};
}

bool lists(std::string_view keys, std::string_view key)
{
    for (; keys.size() >= key.size(); keys.remove_prefix(key.size())) {
        if (keys.starts_with(key)) return true;
    }
    return false;
}

}  // namespace

std::optional<std::string_view> live_version(const Request& request, const SiteCookies& cookies)
{
    return cookies.find(request, live_cookie, is_version);
}

bool has_snapshot(const Request& request, const SiteCookies& cookies, std::string_view version,
                  std::string_view key)
{
    if (key.empty()) return false;
    const auto is_listed = [&](std::string_view value) {
        const auto kept = parse_snapshots(value);
        return kept && kept->version == version && lists(kept->keys, key);
    };
    return cookies.find(request, snapshots_cookie, is_listed).has_value();
}

bool keeps_snapshots(const Request& request, const SiteCookies& cookies)
{
    const auto is_ours = [](std::string_view value) {
        const auto kept = parse_snapshots(value);
        return kept && kept->version != no_version;
    };
    return cookies.find(request, snapshots_cookie, is_ours).has_value();
}

bool runs_scripts(const Request& request, const SiteCookies& cookies)
{
    const auto is_ours = [](std::string_view value) { return parse_snapshots(value).has_value(); };
    return cookies.find(request, snapshots_cookie, is_ours).has_value();
}

}  // namespace aspic
