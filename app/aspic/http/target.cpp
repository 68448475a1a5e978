#include <aspic/http/target.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

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

}  // namespace

// Cuts the path into its segments, as they are written. Returns false if one is not allowed.
bool Target::cut()
{
    for (std::string_view rest = path.substr(1); !rest.empty();) {
        const bool slash_follows = rest.find('/') != std::string_view::npos;
        const std::string_view segment = syntax::take_until(rest, '/');
        if (segment.empty() || !is_harmless(segment)) return false;
        parts_.push_back(segment);
        if (slash_follows && rest.empty()) parts_.push_back({});
    }
    return true;
}

// True if the path is canonical as it is written. Its segments are decoded then.
bool Target::is_plain() const
{
    return std::ranges::all_of(path, [](char c) { return c == '/' || is_unreserved(c); });
}

// Decodes the segments, and encodes them again, into a text of its own.
bool Target::rewrite()
{
    std::vector<std::string> decoded;
    std::string own;
    for (const std::string_view segment : parts_) {
        auto text = percent_decode(segment);
        if (!text || !is_harmless(*text)) return false;
        own.append("/").append(percent_encode(*text));
        decoded.push_back(std::move(*text));
    }
    const std::size_t path_size = own.size();
    for (const std::string& text : decoded)
        own += text;
    own_path_ = std::make_shared<const std::string>(std::move(own));
    std::string_view rest = *own_path_;
    path = rest.substr(0, path_size);
    rest.remove_prefix(path_size);
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        parts_.all()[i] = rest.substr(0, decoded[i].size());
        rest.remove_prefix(decoded[i].size());
    }
    return true;
}

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
    target.path = syntax::take_until(target.query, '?');
    if (target.path.empty()) target.path = "/";  // "http://host" asks for "/"
    if (!target.cut() || (!target.is_plain() && !target.rewrite())) return std::nullopt;
    return target;
}

bool Target::remove_mount(std::string_view mount)
{
    if (mount.empty()) return true;
    if (!mount.starts_with('/')) return false;
    mount.remove_prefix(1);

    std::size_t count = 0;
    std::string_view below = path;
    while (!mount.empty()) {
        const auto segment = percent_decode(syntax::take_until(mount, '/'));
        if (count == parts_.size() || !segment || segments()[count] != *segment) return false;
        ++count;
        below.remove_prefix(std::min(below.find('/', 1), below.size()));
    }
    if (parts_.size() == count + 1 && segments().back().empty()) ++count;
    if (count > 0) parts_.remove_first(count);
    path = below.empty() ? "/" : below;
    return true;
}

}  // namespace aspic
