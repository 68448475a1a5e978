#include <aspic/site/changed_targets.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/sessions/cross_site_guard.h>

namespace aspic {

namespace {

/// Removes "scheme:" from the front of a reference (RFC 3986, section 3.1). Empty if there is none.
std::string_view take_scheme(std::string_view& reference)
{
    const std::size_t colon = reference.find(':');
    if (colon == std::string_view::npos || colon == 0) return {};
    const std::string_view scheme = reference.substr(0, colon);
    const auto is_of_scheme = [](char c) {
        return syntax::is_letter(c) || syntax::is_digit(c) || c == '+' || c == '-' || c == '.';
    };
    if (!std::all_of(scheme.begin(), scheme.end(), is_of_scheme)) return {};
    reference.remove_prefix(colon + 1);
    return scheme;
}

/// RFC 3986, section 5.2.4, for a path that starts with "/".
std::string without_dot_segments(std::string_view path)
{
    std::string result;
    for (path.remove_prefix(1);;) {
        const bool is_last = path.find('/') == std::string_view::npos;
        const std::string_view segment = syntax::take_until(path, '/');
        const bool is_dot = segment == "." || segment == "..";
        if (segment == "..") result.resize(std::min(result.rfind('/'), result.size()));
        if (!is_dot) result.append("/").append(segment);
        if (is_last) return is_dot || result.empty() ? result + '/' : result;
    }
}

/// The path of a reference, resolved against the path of the request (RFC 3986, section 5.2.2).
/// Returns nullopt if it is of another origin, or malformed.
std::optional<std::string> resolve(std::string_view reference, const Request& request,
                                   std::string_view mount)
{
    reference = reference.substr(0, reference.find('#'));
    std::string_view scheme = take_scheme(reference);
    if (reference.starts_with("//")) {
        const std::size_t size = std::min(reference.find_first_of("/?", 2), reference.size());
        if (scheme.empty()) scheme = request.scheme();
        const std::string origin =
            std::string{scheme} + ':' + std::string{reference.substr(0, size)};
        if (!is_own_origin(origin, request)) return {};
        reference.remove_prefix(size);
        reference = reference.substr(0, reference.find('?'));
        return without_dot_segments(reference.empty() ? "/" : reference);
    }
    if (!scheme.empty()) return {};
    reference = reference.substr(0, reference.find('?'));
    const std::string base = std::string{mount} + std::string{request.path()};
    if (reference.empty()) return base;
    if (reference.starts_with('/')) return without_dot_segments(reference);
    return without_dot_segments(base.substr(0, base.rfind('/') + 1) + std::string{reference});
}

}  // namespace

std::vector<Target> changed_targets(const Request& request, const RenderedAnswer& rendered,
                                    std::string_view mount)
{
    std::vector<Target> changed;
    changed.push_back(Target::parse(request.path()).value_or(Target{}));
    const auto add = [&](std::string_view field) {
        const auto reference = rendered.headers.get(field);
        auto path = reference ? resolve(syntax::trim(*reference), request, mount) : std::nullopt;
        auto target = path ? Target::parse(std::move(*path)) : std::nullopt;
        if (!target || !target->remove_mount(mount)) return;
        target->query = {};
        const auto is_it = [&](const Target& one) { return one.path == target->path; };
        if (std::none_of(changed.begin(), changed.end(), is_it))
            changed.push_back(std::move(*target));
    };
    add("Content-Location");
    if (rendered.status < 300) add("Location");
    return changed;
}

}  // namespace aspic
