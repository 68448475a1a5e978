#include <aspic/routing/route_table.h>

#include <charconv>
#include <map>
#include <system_error>

namespace aspic {

struct RouteTable::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> number;
    std::unique_ptr<Node> text;
    std::optional<std::size_t> route;
    std::string pattern;
};

RouteTable::RouteTable() : root_{std::make_unique<Node>()} {}
RouteTable::~RouteTable() = default;
RouteTable::RouteTable(RouteTable&&) noexcept = default;
RouteTable& RouteTable::operator=(RouteTable&&) noexcept = default;

void RouteTable::add(const Pattern& pattern, std::size_t route)
{
    Node* node = root_.get();
    for (const PatternSegment& segment : pattern) {
        std::unique_ptr<Node>& next = segment.kind == SegmentKind::literal
                                          ? node->literals[std::string{segment.text}]
                                      : segment.kind == SegmentKind::number ? node->number
                                                                            : node->text;
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    if (node->route) {
        throw RouteConflict{"the route \"" + std::string{pattern.text} +
                            "\" matches the same URLs as \"" + node->pattern +
                            "\": remove one of them"};
    }
    node->route = route;
    node->pattern = pattern.text;
}

std::optional<RouteTable::Match> RouteTable::match(std::span<const std::string> segments) const
{
    Match found{};
    if (segments.size() > Pattern::most_segments || !match_from(*root_, segments, found)) return {};
    return found;
}

// The recursion is as deep as the longest pattern; a request cannot make it deeper.
// NOLINTNEXTLINE(misc-no-recursion)
bool RouteTable::match_from(const Node& node, std::span<const std::string> segments, Match& match)
{
    if (segments.empty()) {
        if (!node.route) return false;
        match.route = *node.route;
        return true;
    }
    const std::string& segment = segments.front();
    const auto rest = segments.subspan(1);
    if (const auto literal = node.literals.find(segment);
        literal != node.literals.end() && match_from(*literal->second, rest, match)) {
        return true;
    }
    if (segment.empty()) return false;
    match.captures.push(segment);
    if (node.number && is_canonical_int(segment) && match_from(*node.number, rest, match))
        return true;
    if (node.text && match_from(*node.text, rest, match)) return true;
    match.captures.pop();
    return false;
}

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

}  // namespace aspic
