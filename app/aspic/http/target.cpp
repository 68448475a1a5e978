#include <aspic/http/target.h>

#include <algorithm>
#include <cstddef>

#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>
#include <aspic/http/percent.h>

namespace aspic {

namespace {

/// Returns the text after "http://host" in an absolute-form target. Returns nullopt if the text is
/// not such a target, or has no host.
std::optional<std::string_view> after_origin(std::string_view text)
{
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!equal_ignoring_case(text.substr(0, scheme.size()), scheme)) continue;
        text.remove_prefix(scheme.size());
        const std::size_t host_size = std::min(text.find_first_of("/?"), text.size());
        if (host_size == 0) return std::nullopt;
        return text.substr(host_size);
    }
    return std::nullopt;
}

/// True if this decoded segment is allowed in a path.
bool is_harmless(std::string_view segment)
{
    return segment != "." && segment != ".." && segment.find('\0') == std::string_view::npos;
}

std::string join(const std::vector<std::string>& segments)
{
    if (segments.empty()) return "/";
    std::string path;
    for (const std::string& segment : segments) {
        path += '/';
        path += percent_encode(segment);
    }
    return path;
}

}  // namespace

std::optional<Target> Target::parse(std::string_view text)
{
    if (std::ranges::any_of(text, syntax::is_control)) return std::nullopt;
    if (!text.starts_with('/')) {
        const auto rest = after_origin(text);
        if (!rest) return std::nullopt;
        text = *rest;
    }

    Target target;
    target.query = text;
    std::string_view path = syntax::take_until(target.query, '?');
    if (!path.empty()) path.remove_prefix(1);  // empty in "http://host", which asks for "/"

    target.segments.reserve(4);
    while (!path.empty()) {
        const bool slash_follows = path.find('/') != std::string_view::npos;
        auto segment = percent_decode(syntax::take_until(path, '/'));
        if (!segment || segment->empty() || !is_harmless(*segment)) return std::nullopt;
        target.segments.push_back(std::move(*segment));
        if (slash_follows && path.empty()) target.segments.emplace_back();
    }
    target.path = join(target.segments);
    return target;
}

bool Target::remove_mount(std::string_view mount)
{
    if (mount.empty()) return true;
    if (!mount.starts_with('/')) return false;
    mount.remove_prefix(1);

    std::size_t count = 0;
    while (!mount.empty()) {
        const auto segment = percent_decode(syntax::take_until(mount, '/'));
        if (count == segments.size() || !segment || segments[count] != *segment) return false;
        ++count;
    }
    segments.erase(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(count));
    if (segments.size() == 1 && segments.front().empty()) segments.clear();
    path = join(segments);
    return true;
}

}  // namespace aspic
