#include <aspic/entries/revalidation.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/http/conditional.h>
#include <aspic/http/vary.h>

namespace aspic {

namespace {

// What describes the stored bytes. A 304 has no bytes, so it cannot change these.
constexpr std::array<std::string_view, 4> of_the_body{"Content-Encoding", "Content-Length",
                                                      "Content-Range", "Content-Type"};

bool is_weak(std::string_view etag)
{
    return etag.starts_with("W/");
}

}  // namespace

bool can_be_revalidated(const Headers& fields, const std::vector<Hole>& holes)
{
    return holes.empty() && (fields.has("ETag") || fields.has("Last-Modified"));
}

bool confirms(const RenderedAnswer& not_modified, const Entry& stored)
{
    const auto theirs = not_modified.headers.get("ETag");
    const auto ours = stored.fields.get("ETag");
    if (theirs && is_weak(*theirs)) return !ours || has_etag({*theirs}, *ours, Comparison::weak);
    if (theirs) return ours && *theirs == *ours;
    const auto their_date = not_modified.headers.get("Last-Modified");
    const auto our_date = stored.fields.get("Last-Modified");
    return !their_date || !our_date || *their_date == *our_date;
}

RenderedAnswer freshened(const Entry& stored, RenderedAnswer not_modified)
{
    RenderedAnswer rendered = std::move(not_modified);
    const Headers news = std::move(rendered.headers);
    rendered.status = stored.status;
    rendered.headers = stored.fields.headers();
    rendered.headers.remove("Date");  // of the old answer; without a new one, it is now
    rendered.headers.remove_if([&](const Headers::Field& field) {
        return news.has(field.name) && !is_among(of_the_body, field.name);
    });
    for (const auto& [name, value] : news) {
        if (!is_among(of_the_body, name)) rendered.headers.add(name, value);
    }
    // A 304 may name fewer fields than the answer that it confirms.
    const std::string vary = stored.fields.joined("Vary").value_or("");
    for (std::string_view rest = vary; !rest.empty();) {
        const auto name = syntax::trim(syntax::take_until(rest, ','));
        if (!name.empty()) add_to_vary(rendered.headers, name);
    }
    rendered.content = {std::string{stored.html()}, {}};
    rendered.tags.insert(rendered.tags.end(), stored.tags.begin(), stored.tags.end());
    if (stored.problem) rendered.problem = stored.problem->body.str();
    return rendered;
}

}  // namespace aspic
