#include <aspic/entries/revalidation.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aspic {

namespace {

// What describes the stored bytes. A 304 has no bytes, so it cannot change these.
constexpr std::array<std::string_view, 4> of_the_body{"Content-Encoding", "Content-Length",
                                                      "Content-Range", "Content-Type"};

bool describes_body(std::string_view name)
{
    return std::ranges::any_of(
        of_the_body, [name](std::string_view one) { return equal_ignoring_case(one, name); });
}

std::string_view opaque(std::string_view etag)
{
    return etag.starts_with("W/") ? etag.substr(2) : etag;
}

}  // namespace

bool can_be_revalidated(const Entry& entry)
{
    return entry.holes.empty() && (entry.fields.has("ETag") || entry.fields.has("Last-Modified"));
}

bool confirms(const RenderedAnswer& not_modified, const Entry& stored)
{
    const auto theirs = not_modified.headers.get("ETag");
    const auto ours = stored.fields.get("ETag");
    return !theirs || !ours || opaque(*theirs) == opaque(*ours);
}

RenderedAnswer freshened(const Entry& stored, RenderedAnswer not_modified)
{
    RenderedAnswer rendered = std::move(not_modified);
    const Headers news = std::move(rendered.headers);
    rendered.status = stored.status;
    rendered.headers = stored.fields;
    rendered.headers.remove("Date");  // of the old answer; without a new one, it is now
    for (const auto& [name, value] : news) {
        if (!describes_body(name)) rendered.headers.remove(name);
    }
    for (const auto& [name, value] : news) {
        if (!describes_body(name)) rendered.headers.add(name, value);
    }
    rendered.content = {stored.html(), {}};
    rendered.tags.insert(rendered.tags.end(), stored.tags.begin(), stored.tags.end());
    rendered.problem = stored.problem.body;
    return rendered;
}

}  // namespace aspic
