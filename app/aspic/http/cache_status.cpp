#include <aspic/http/cache_status.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>
#include <aspic/http/structured_field.h>

namespace aspic {

namespace {

// In the order of Forward.
constexpr std::array<std::string_view, 8> forward_names{
    "bypass", "method", "uri-miss", "vary-miss", "miss", "request", "stale", "partial"};

std::optional<Forward> parse_forward(std::string_view name)
{
    const auto* found = std::find(forward_names.begin(), forward_names.end(), name);
    if (found == forward_names.end()) return {};
    return static_cast<Forward>(found - forward_names.begin());
}

std::optional<std::chrono::seconds> parse_seconds(std::string_view text)
{
    const auto number = parse_number<std::int64_t>(text);
    if (!number) return {};
    return std::chrono::seconds{*number};
}

CacheStatus status_of(const structured::Item& item)
{
    constexpr std::string_view no = "?0";
    CacheStatus status;
    for (const auto& [name, value] : item.parameters) {
        if (name == "hit") {
            status.is_hit = value.text != no;
        } else if (name == "fwd") {
            status.forward = parse_forward(value.text);
        } else if (name == "stored") {
            status.is_stored = value.text != no;
        } else if (name == "collapsed") {
            status.is_collapsed = value.text != no;
        } else if (name == "ttl") {
            status.ttl = parse_seconds(value.text);
        } else if (name == "detail") {
            status.detail = value.text;
        }
    }
    return status;
}

}  // namespace

void CacheStatus::add_detail(std::string_view word)
{
    if (!detail.empty()) detail += ' ';
    detail += word;
}

bool CacheStatus::says(std::string_view word) const
{
    for (std::string_view rest = detail; !rest.empty();) {
        if (syntax::take_until(rest, ' ') == word) return true;
    }
    return false;
}

void CacheStatus::append_to(std::string& text) const
{
    text += cache_name;
    if (is_hit) text += "; hit";
    if (forward) text.append("; fwd=").append(forward_names[static_cast<std::size_t>(*forward)]);
    if (is_stored) text += "; stored";
    if (is_collapsed) text += "; collapsed";
    if (ttl) {
        text += "; ttl=";
        append_decimal(text, ttl->count());
    }
    if (!detail.empty()) {
        text += "; detail=";
        structured::append_token_or_string(text, detail);
    }
}

std::string CacheStatus::to_text() const
{
    std::string text;
    append_to(text);
    return text;
}

std::optional<CacheStatus> CacheStatus::parse(std::string_view field)
{
    const auto list = structured::parse_list(field);
    if (!list) return {};
    std::optional<CacheStatus> status;
    for (const structured::Item& item : *list) {
        if (item.value.text == cache_name) status = status_of(item);
    }
    return status;
}

}  // namespace aspic
