#include <aspic/routing/route_table.h>

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include <aspic/routing/segment_match.h>

namespace aspic {

struct RouteTable::Node {
    /// A capture with text beside it.
    struct Partial {
        PatternSegment segment;
        std::unique_ptr<Node> next;
    };

    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::vector<Partial> partials;  // in the order in which they are tried
    std::unique_ptr<Node> number;
    std::unique_ptr<Node> text;
    std::unique_ptr<Node> rest;
    std::optional<std::size_t> route;
    std::string pattern;

    std::unique_ptr<Node>& next_of(const PatternSegment& segment);
    std::unique_ptr<Node>& partial(const PatternSegment& segment);
};

namespace {

// Of two captures with text beside them, the first one is tried first. Two that match the same
// segments are equal.
auto order_of(const PatternSegment& segment)
{
    const auto length = static_cast<std::ptrdiff_t>(segment.before.size() + segment.after.size());
    const bool is_text = segment.kind == SegmentKind::text;
    return std::make_tuple(-length, is_text, -static_cast<std::ptrdiff_t>(segment.before.size()),
                           segment.before, segment.after);
}

}  // namespace

std::unique_ptr<RouteTable::Node>& RouteTable::Node::next_of(const PatternSegment& segment)
{
    switch (segment.kind) {
        case SegmentKind::literal:
            return literals[std::string{segment.text}];
        case SegmentKind::number:
            return segment.is_whole() ? number : partial(segment);
        case SegmentKind::text:
            return segment.is_whole() ? text : partial(segment);
        case SegmentKind::rest:
            break;
    }
    return rest;
}

std::unique_ptr<RouteTable::Node>& RouteTable::Node::partial(const PatternSegment& segment)
{
    const auto order = order_of(segment);
    auto at = std::ranges::find_if(
        partials, [&](const Partial& one) { return order_of(one.segment) >= order; });
    if (at == partials.end() || order_of(at->segment) != order)
        at = partials.insert(at, Partial{segment, nullptr});
    return at->next;
}

RouteTable::RouteTable() : root_{std::make_unique<Node>()} {}
RouteTable::~RouteTable() = default;
RouteTable::RouteTable(RouteTable&&) noexcept = default;
RouteTable& RouteTable::operator=(RouteTable&&) noexcept = default;

void RouteTable::add(const Pattern& pattern, std::size_t route)
{
    Node* node = root_.get();
    for (const PatternSegment& segment : pattern) {
        std::unique_ptr<Node>& next = node->next_of(segment);
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

std::optional<RouteTable::Match> RouteTable::match(std::span<const std::string_view> segments) const
{
    Match found{};
    if (!match_from(*root_, segments, found)) return {};
    return found;
}

// The recursion is as deep as the longest pattern; a request cannot make it deeper.
// NOLINTNEXTLINE(misc-no-recursion)
bool RouteTable::match_from(const Node& node, std::span<const std::string_view> segments,
                            Match& match)
{
    if (segments.empty()) {
        if (!node.route) return false;
        match.route = *node.route;
        return true;
    }
    const std::string_view segment = segments.front();
    const auto rest = segments.subspan(1);
    if (const auto literal = node.literals.find(segment);
        literal != node.literals.end() && match_from(*literal->second, rest, match)) {
        return true;
    }
    if (segment.empty()) return false;
    for (const Node::Partial& partial : node.partials) {
        const auto text = captured(partial.segment, segment);
        if (!text) continue;
        match.captures.push(*text);
        if (match_from(*partial.next, rest, match)) return true;
        match.captures.pop();
    }
    if (node.number || node.text) {
        match.captures.push(segment);
        if (node.number && is_canonical_int(segment) && match_from(*node.number, rest, match))
            return true;
        if (node.text && match_from(*node.text, rest, match)) return true;
        match.captures.pop();
    }
    return node.rest && match_rest(*node.rest, segments, match);
}

bool RouteTable::match_rest(const Node& node, std::span<const std::string_view> segments,
                            Match& match)
{
    auto text = captured_rest(segments);
    if (!text) return false;
    match.captures.push_own(std::move(*text));
    match.route = *node.route;
    return true;
}

}  // namespace aspic
