#include <aspic/http/byte_range.h>

#include <algorithm>
#include <string>
#include <utility>

#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>

namespace aspic {

namespace {

bool is_for_this_body(const Request& request, const Headers& headers)
{
    const auto condition = request.header("If-Range");
    if (!condition) return true;
    return condition->starts_with('"') && *condition == headers.get("ETag");
}

}  // namespace

std::optional<ByteRange> parse_range(std::string_view field, std::uint64_t size)
{
    constexpr std::string_view unit = "bytes=";
    if (!equal_ignoring_case(field.substr(0, unit.size()), unit)) return {};
    const std::string_view range = syntax::trim(field.substr(unit.size()));
    const std::size_t dash = range.find('-');
    if (dash == std::string_view::npos) return {};
    const std::string_view from = range.substr(0, dash);
    const std::string_view to = range.substr(dash + 1);
    const auto first = parse_number<std::uint64_t>(from);
    const auto last = parse_number<std::uint64_t>(to);
    if ((!from.empty() && !first) || (!to.empty() && !last) || (!first && !last)) return {};
    if (!first) {
        const std::uint64_t length = std::min(*last, size);
        return ByteRange{size - length, length};
    }
    if (last && *last < *first) return {};
    if (*first >= size) return ByteRange{*first, 0};
    return ByteRange{*first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
}

Response in_range(Response response, const Request& request)
{
    auto* const source = dynamic_cast<RangedSource*>(response.source.get());
    if (source == nullptr) return response;
    response.headers.set("Accept-Ranges", "bytes");
    const auto field = request.header("Range");
    if (!field || request.method() != Method::get || response.status != 200) return response;
    const std::uint64_t size = source->length().value_or(0);
    const auto range = parse_range(*field, size);
    if (!range || !is_for_this_body(request, response.headers)) return response;
    if (range->length == 0) {
        response.headers.remove("Content-Type");
        response.headers.set("Content-Range", "bytes */" + std::to_string(size));
        return {.status = 416, .headers = std::move(response.headers)};
    }
    source->narrow(*range);
    response.status = 206;
    response.headers.set("Content-Range", "bytes " + std::to_string(range->first) + "-" +
                                              std::to_string(range->first + range->length - 1) +
                                              "/" + std::to_string(size));
    return response;
}

}  // namespace aspic
