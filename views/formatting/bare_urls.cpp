#include "formatting/bare_urls.h"

#include <aspic/aspic.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "formatting/html_policy.h"
#include "formatting/html_tokens.h"

namespace manual {

namespace {

constexpr std::array<std::string_view, 4> schemes{"https://", "http://", "ftp://", "mailto:"};

// References that end a URL, because their characters do.
constexpr std::array<std::string_view, 10> after_url{"&lt;",     "&gt;",     "&quot;",   "&#x00A0;",
                                                     "&#x201C;", "&#x201D;", "&#x2018;", "&#x2019;",
                                                     "&#39;",    "&nbsp;"};

std::size_t end_of(std::string_view text, std::size_t at)
{
    while (at < text.size()) {
        const unsigned char c = static_cast<unsigned char>(text[at]);
        if (c <= ' ' || c == '"' || c == '`' || c == '\\' || c == '{' || c == '}' || c == '|')
            break;
        if (c == '&' && std::any_of(after_url.begin(), after_url.end(), [&](std::string_view end) {
                return text.substr(at).starts_with(end);
            }))
            break;
        ++at;
    }
    return at;
}

// "&amp;" or "&#x2026;" at the end of a URL is one of its characters.
bool ends_with_reference(std::string_view url)
{
    constexpr std::size_t longest_reference = 12;
    if (!url.ends_with(';')) return false;
    const std::string_view end = url.substr(url.size() - std::min(url.size(), longest_reference));
    const std::size_t start = end.rfind('&');
    return start != std::string_view::npos && end.find_first_of("=/;", start) == end.size() - 1;
}

// Punctuation at the end belongs to the sentence; so does a bracket that the URL does not open.
// Brackets are counted once, because a URL may end with a million of them.
std::size_t without_punctuation(std::string_view text, std::size_t start, std::size_t end)
{
    const std::string_view all = text.substr(start, end - start);
    std::ptrdiff_t extra_round =
        std::count(all.begin(), all.end(), ')') - std::count(all.begin(), all.end(), '(');
    std::ptrdiff_t extra_square =
        std::count(all.begin(), all.end(), ']') - std::count(all.begin(), all.end(), '[');
    for (; end > start; --end) {
        const char last = text[end - 1];
        if (ends_with_reference(text.substr(start, end - start))) break;
        if (last == ')' && extra_round > 0) {
            --extra_round;
        } else if (last == ']' && extra_square > 0) {
            --extra_square;
        } else if (std::string_view{".,;:!?'*"}.find(last) == std::string_view::npos) {
            break;
        }
    }
    return end;
}

}  // namespace

std::vector<TextMark> bare_urls(std::string_view text, bool goes_on)
{
    std::vector<TextMark> found;
    for (const std::string_view scheme : schemes) {
        std::size_t next = 0;
        for (std::size_t start; (start = text.find(scheme, next)) != std::string_view::npos;) {
            next = start + scheme.size();
            if (start > 0 && is_ascii_alnum(text[start - 1])) continue;
            if (next == text.size() || !is_ascii_alnum(text[next])) continue;
            const std::size_t stop = end_of(text, start);
            // What begins in this URL is a part of it.
            const std::string_view host = text.substr(next, stop - next);
            next = stop;
            if (goes_on && stop == text.size()) continue;
            if (scheme == "mailto:" && host.find('@') == std::string_view::npos) continue;
            const std::size_t end = without_punctuation(text, start, stop);
            const std::string url = html_decoded(text.substr(start, end - start));
            if (!is_safe_external_link(url)) continue;
            found.push_back({start, end,
                             " class=\"Lk\" href=\"" + aspic::escape_html(url) +
                                 "\" rel=\"nofollow noopener\""});
        }
    }
    return found;
}

}  // namespace manual
