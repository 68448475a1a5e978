#pragma once
// A response that is not made from a template. A value.

#include <string>
#include <string_view>
#include <vector>

#include <aspic/http/body_source.h>
#include <aspic/http/headers.h>
#include <aspic/http/tag.h>

namespace aspic {

struct Response {
    int status = 200;
    Headers headers{};
    std::string body{};
    std::vector<std::string> tags{};  // for purging, if the page cache keeps it
    bool may_be_cached = true;        // false: the page cache never keeps it
    BodySourcePtr source{};           // if set: the body comes from there, piece by piece

    /// Adds a tag, as Page::tag does.
    template <class... More>
    void tag(std::string_view first, const More&... more)
    {
        tags.push_back(aspic::tag(first, more...));
    }
    /// Keeps this one answer out of the page cache.
    void do_not_cache() { may_be_cached = false; }
};

/// The reason phrase of a status (RFC 9110, section 15): "Not Found" for 404. "Unknown" if the
/// status has no phrase.
std::string_view reason_phrase(int status);

/// True if the status has such a phrase.
bool is_known_status(int status);

/// 303 See Other: the browser fetches `path` by GET. `status` may be 301, 302, 303, 307 or 308.
/// Throws std::invalid_argument if `path` does not start with exactly one "/", so text that a
/// visitor typed can never redirect to another site.
Response redirect(std::string_view path, int status = 303);

/// Plain text in UTF-8.
Response text(std::string body, int status = 200);

/// Any other type, e.g. ("application/xml", ...).
Response content(std::string_view type, std::string body, int status = 200);

}  // namespace aspic
