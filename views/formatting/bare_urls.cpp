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

// Punctuation at the end belongs to the sentence; so does a bracket that the URL does not open.
std::size_t without_punctuation(std::string_view text, std::size_t start, std::size_t end)
{
    while (end > start) {
        const std::string_view url = text.substr(start, end - start);
        const char last = url.back();
        if (last == ';' && url.rfind('&') != std::string_view::npos &&
            url.find_first_of("=/", url.rfind('&')) == std::string_view::npos &&
            url.find(';', url.rfind('&')) == url.size() - 1)
            break;  // the end of a character reference
        const bool extra_bracket = (last == ')' && std::count(url.begin(), url.end(), '(') <
                                                       std::count(url.begin(), url.end(), ')')) ||
                                   (last == ']' && std::count(url.begin(), url.end(), '[') <
                                                       std::count(url.begin(), url.end(), ']'));
        if (!extra_bracket && std::string_view{".,;:!?'*"}.find(last) == std::string_view::npos)
            break;
        --end;
    }
    return end;
}

}  // namespace

std::vector<TextMark> bare_urls(std::string_view text, bool goes_on)
{
    std::vector<TextMark> found;
    for (const std::string_view scheme : schemes) {
        for (std::size_t start = text.find(scheme); start != std::string_view::npos;
             start = text.find(scheme, start + 1)) {
            if (start > 0 && is_ascii_alnum(text[start - 1])) continue;
            const std::size_t stop = end_of(text, start);
            const std::size_t end = without_punctuation(text, start, stop);
            const std::string_view host =
                text.substr(start, end - start).substr(std::min(scheme.size(), end - start));
            if (host.empty() || !is_ascii_alnum(host[0])) continue;
            if (goes_on && stop == text.size()) continue;
            if (scheme == "mailto:" && host.find('@') == std::string_view::npos) continue;
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
