#include <aspic/http/content_coding.h>

#include <optional>

#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>
#include <aspic/http/weight.h>

namespace aspic {

namespace {

bool is_named(std::string_view coding, std::string_view text)
{
    return equal_ignoring_case(text, coding) ||
           (coding == "gzip" && equal_ignoring_case(text, "x-gzip"));
}

/// Calls `note` with each coding of the field and its weight.
template <class Note>
void each_coding(std::string_view accept_encoding, const Note& note)
{
    while (!accept_encoding.empty()) {
        std::string_view member = syntax::trim(syntax::take_until(accept_encoding, ','));
        const std::string_view coding = syntax::trim(syntax::take_until(member, ';'));
        note(coding, weight_of(member));
    }
}

struct Weights {
    std::array<std::optional<int>, content_coding_count> named{};
    std::optional<int> other;

    void note(std::string_view coding, int weight)
    {
        if (coding == "*") other = weight;
        if (equal_ignoring_case(coding, "identity")) named[0] = weight;
        if (is_named("gzip", coding)) named[1] = weight;
        if (equal_ignoring_case(coding, "br")) named[2] = weight;
        if (equal_ignoring_case(coding, "dcz")) named[3] = weight;
    }
    int of(std::size_t coding) const
    {
        if (named[coding]) return *named[coding];
        // Identity is acceptable unless the client refuses it, but any coding it names comes first.
        if (coding == 0) return other == 0 ? 0 : 1;
        return other.value_or(0);
    }
};

}  // namespace

std::string_view coding_name(ContentCoding coding)
{
    constexpr std::array<std::string_view, content_coding_count> names{"", "gzip", "br", "dcz"};
    return names[static_cast<std::size_t>(coding)];
}

ContentCoding negotiate_coding(std::string_view accept_encoding, const Codings& available)
{
    Weights weights;
    each_coding(accept_encoding,
                [&](std::string_view coding, int weight) { weights.note(coding, weight); });
    std::size_t best = 0;
    int best_weight = available[0] ? weights.of(0) : 0;
    for (std::size_t coding = 1; coding < content_coding_count; ++coding) {
        if (!available[coding]) continue;
        const int weight = weights.of(coding);
        if (weight > 0 && weight >= best_weight) {
            best = coding;
            best_weight = weight;
        }
    }
    return static_cast<ContentCoding>(best);
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding)
{
    std::optional<int> named;
    std::optional<int> other;
    each_coding(accept_encoding, [&](std::string_view text, int weight) {
        if (is_named(coding, text)) named = weight;
        if (text == "*") other = weight;
    });
    const int unnamed = coding == "identity" ? 1 : 0;
    return named.value_or(other.value_or(unnamed)) > 0;
}

}  // namespace aspic
