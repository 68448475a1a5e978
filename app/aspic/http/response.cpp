#include <aspic/http/response.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/http/percent.h>

namespace aspic {

namespace {

constexpr auto reasons = std::to_array<std::pair<int, std::string_view>>({
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {305, "Use Proxy"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},            // RFC 6585
    {429, "Too Many Requests"},                // RFC 6585
    {431, "Request Header Fields Too Large"},  // RFC 6585
    {451, "Unavailable For Legal Reasons"},    // RFC 7725
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
});

/// The characters that RFC 3986 allows in a path, query and fragment, and `%` for text that is
/// already encoded.
bool may_stand_in_location(char c)
{
    return syntax::is_letter(c) || syntax::is_digit(c) ||
           std::string_view{"-._~:/?#[]@!$&'()*+,;=%"}.find(c) != std::string_view::npos;
}

std::string location(std::string_view path)
{
    std::string encoded;
    encoded.reserve(path.size());
    for (const char c : path) {
        if (may_stand_in_location(c)) {
            encoded += c;
        } else {
            encoded += percent_encode({&c, 1});
        }
    }
    return encoded;
}

}  // namespace

std::string_view reason_phrase(int status)
{
    const auto found =
        std::ranges::lower_bound(reasons, status, {}, &std::pair<int, std::string_view>::first);
    return found != reasons.end() && found->first == status ? found->second : "Unknown";
}

bool is_known_status(int status)
{
    return std::ranges::binary_search(reasons, status, {},
                                      &std::pair<int, std::string_view>::first);
}

Response redirect(std::string_view path, int status)
{
    if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
        throw std::invalid_argument{std::to_string(status) +
                                    " is not a redirect status: use 301, 302, 303, 307 or 308"};
    }
    // Browsers read "\" as "/", and remove tabs and line ends: "/\host" and "/<tab>/host" would
    // both lead to another site.
    if (!path.starts_with('/') || path.starts_with("//") ||
        path.find('\\') != std::string_view::npos ||
        std::ranges::any_of(path, syntax::is_control)) {
        throw std::invalid_argument{"a redirect must go to a path of this site, not to \"" +
                                    percent_encode(path) +
                                    "\"; local_path() reads an address that comes with a request"};
    }
    Response response{.status = status};
    response.headers.set("Location", location(path));
    return response;
}

Response text(std::string body, int status)
{
    return content("text/plain; charset=utf-8", std::move(body), status);
}

Response content(std::string_view type, std::string body, int status)
{
    Response response{.status = status, .body = std::move(body)};
    response.headers.set("Content-Type", type);
    return response;
}

}  // namespace aspic
