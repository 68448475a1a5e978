#include <aspic/routing/segment_match.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include <aspic/http/site_url.h>
#include <aspic/http/target.h>

namespace aspic {

bool is_canonical_int(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() &&
           std::to_string(value) == text;
}

int to_int(std::string_view text)
{
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::optional<std::string_view> captured(const PatternSegment& wanted, std::string_view segment)
{
    if (segment.size() <= wanted.before.size() + wanted.after.size()) return {};
    if (!segment.starts_with(wanted.before) || !segment.ends_with(wanted.after)) return {};
    segment.remove_prefix(wanted.before.size());
    segment.remove_suffix(wanted.after.size());
    if (wanted.kind == SegmentKind::number && !is_canonical_int(segment)) return {};
    return segment;
}

std::optional<std::string> captured_rest(std::span<const std::string_view> segments)
{
    if (segments.empty()) return {};
    std::string text;
    for (const std::string_view segment : segments) {
        if (segment.empty() || segment.find('/') != segment.npos) return {};
        if (!text.empty()) text += '/';
        text += segment;
    }
    return text;
}

std::optional<std::vector<std::string>> match_url(const Pattern& pattern, std::string_view url)
{
    if (!url.starts_with('/')) return {};
    auto target = Target::parse(url.substr(0, url.find('#')));
    if (!target) return {};
    target->remove_mount(site_mount());
    std::span<const std::string_view> segments{target->segments()};
    std::vector<std::string> texts;
    for (const PatternSegment& wanted : pattern) {
        if (wanted.kind == SegmentKind::rest) {
            auto rest = captured_rest(std::exchange(segments, {}));
            if (!rest) return {};
            texts.push_back(std::move(*rest));
            break;
        }
        if (segments.empty()) return {};
        const std::string_view segment = segments.front();
        segments = segments.subspan(1);
        if (wanted.kind == SegmentKind::literal) {
            if (segment != wanted.text) return {};
            continue;
        }
        const auto text = captured(wanted, segment);
        if (!text) return {};
        texts.emplace_back(*text);
    }
    if (!segments.empty()) return {};
    return texts;
}

}  // namespace aspic
