#include <aspic/http/cache_control.h>

#include <algorithm>
#include <array>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/http/delta_seconds.h>
#include <aspic/http/targeted_field.h>

namespace aspic {

namespace {

using std::chrono::seconds;

/// Removes the first member of a comma-separated list and returns it. A comma inside a quoted
/// string does not end the member.
std::string_view take_member(std::string_view& rest)
{
    bool quoted = false;
    std::size_t i = 0;
    for (; i < rest.size(); ++i) {
        if (quoted && rest[i] == '\\') {
            ++i;
        } else if (rest[i] == '"') {
            quoted = !quoted;
        } else if (rest[i] == ',' && !quoted) {
            break;
        }
    }
    const auto member = rest.substr(0, i);
    rest.remove_prefix(std::min(rest.size(), i + 1));
    return syntax::trim(member);
}

/// quoted-string (RFC 9110, section 5.6.4), and nothing after it.
bool is_quoted_string(std::string_view text)
{
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
    text = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') return false;
        if (text[i] == '\\' && ++i == text.size()) return false;
    }
    return true;
}

/// cache-directive = token [ "=" ( token / quoted-string ) ] (RFC 9111, section 5.2).
struct Directive {
    std::string_view name;
    std::optional<std::string_view> argument;  // with its quotes
};

std::optional<Directive> parse_directive(std::string_view member)
{
    const std::size_t equals = member.find('=');
    Directive directive{member.substr(0, equals), {}};
    if (equals != std::string_view::npos) directive.argument = member.substr(equals + 1);
    const auto& argument = directive.argument;
    const bool is_good = syntax::is_token(directive.name) &&
                         (!argument || syntax::is_token(*argument) || is_quoted_string(*argument));
    if (!is_good) return {};
    return directive;
}

seconds lifetime_of(std::string_view argument)
{
    if (argument.starts_with('"')) argument = argument.substr(1, argument.size() - 2);
    return delta_seconds(argument);
}

constexpr auto flags = std::to_array<std::pair<std::string_view, bool CacheControl::*>>({
    {"no-store", &CacheControl::no_store},
    {"no-cache", &CacheControl::no_cache},
    {"private", &CacheControl::is_private},
    {"public", &CacheControl::is_public},
    {"must-revalidate", &CacheControl::must_revalidate},
    {"proxy-revalidate", &CacheControl::proxy_revalidate},
    {"must-understand", &CacheControl::must_understand},
    {"no-transform", &CacheControl::no_transform},
});

constexpr auto lifetimes =
    std::to_array<std::pair<std::string_view, std::optional<seconds> CacheControl::*>>({
        {"max-age", &CacheControl::max_age},
        {"s-maxage", &CacheControl::s_maxage},
        {"stale-while-revalidate", &CacheControl::stale_while_revalidate},
        {"stale-if-error", &CacheControl::stale_if_error},
    });

void add_directive(CacheControl& control, const Directive& directive)
{
    if (bool* const flag = flag_of(control, directive.name)) {
        // With an argument, a permission is another directive than the one that we know.
        const bool is_permission = flag == &control.is_public || flag == &control.must_understand;
        *flag = *flag || !is_permission || !directive.argument;
        if (flag == &control.is_private && !directive.argument) control.is_wholly_private = true;
    }
    if (auto* const lifetime = lifetime_of(control, directive.name)) {
        const seconds given = lifetime_of(directive.argument.value_or(""));
        *lifetime = std::min(lifetime->value_or(given), given);
    }
}

void add_field(CacheControl& control, std::string_view field)
{
    while (!field.empty()) {
        const std::string_view member = take_member(field);
        if (member.empty()) continue;
        if (const auto directive = parse_directive(member)) {
            add_directive(control, *directive);
        } else {
            control.is_malformed = true;
        }
    }
}

}  // namespace

bool* flag_of(CacheControl& control, std::string_view name)
{
    for (const auto& [known, flag] : flags) {
        if (equal_ignoring_case(known, name)) return &(control.*flag);
    }
    return nullptr;
}

std::optional<seconds>* lifetime_of(CacheControl& control, std::string_view name)
{
    for (const auto& [known, lifetime] : lifetimes) {
        if (equal_ignoring_case(known, name)) return &(control.*lifetime);
    }
    return nullptr;
}

CacheControl CacheControl::of(const Headers& headers)
{
    CacheControl control;
    for (const auto& [name, value] : headers) {
        if (equal_ignoring_case(name, "Cache-Control")) add_field(control, value);
    }
    return control;
}

std::string other_directives(const Headers& headers, std::span<const std::string_view> names)
{
    std::string others;
    const std::string given = headers.joined("Cache-Control").value_or("");
    for (std::string_view rest = given; !rest.empty();) {
        const std::string_view member = take_member(rest);
        const std::string_view name = syntax::trim(member.substr(0, member.find('=')));
        if (member.empty() || is_among(names, name)) continue;
        others.append(others.empty() ? "" : ", ").append(member);
    }
    return others;
}

void make_private(Headers& headers)
{
    remove_targeted_fields(headers);
    headers.remove("Expires");
    headers.set("Cache-Control", "private, no-cache");
}

void forbid_storing(Headers& headers)
{
    make_private(headers);
    headers.set("Cache-Control", "private, no-store");
    headers.remove("ETag");
    headers.remove("Last-Modified");
}

void forbid_shared_caches(Headers& headers)
{
    constexpr std::array<std::string_view, 4> for_shared_caches{"public", "private", "s-maxage",
                                                                "proxy-revalidate"};
    remove_targeted_fields(headers);
    if (CacheControl::of(headers).is_malformed) {
        headers.set("Cache-Control", "private, no-store");
        return;
    }
    const std::string others = other_directives(headers, for_shared_caches);
    headers.set("Cache-Control", others.empty() ? "private" : "private, " + others);
}

void keep_privately(Headers& headers, seconds time)
{
    headers.set("Cache-Control", "private, max-age=" + std::to_string(time.count()));
    headers.set("Vary", "Cookie");
}

bool varies_on_everything(std::string_view vary_field)
{
    return list_has(vary_field, "*");
}

}  // namespace aspic
