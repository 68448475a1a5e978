#pragma once
// What the answers of views have in common: a status, fields and cookies, and how the page cache
// treats them. Values.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/http/cookies.h>
#include <aspic/http/headers.h>
#include <aspic/http/tag.h>

namespace aspic {

/// The status and the fields of an answer.
///
/// The functions that set fields throw std::invalid_argument, which names the field, if the name is
/// not a token, if the value has a line end or another control character, or if the library or the
/// connection owns the field (Content-Length, Status, Age, Cache-Status, Connection, X-Sendfile and
/// similar). They throw std::length_error if a field is longer than 8,000 bytes, which Apache would
/// refuse, or if an answer has more than 64 fields.
class AnswerHead {
public:
    void status(int code) { status_ = code; }
    /// Sets a field, in place of all fields of this name.
    void header(std::string_view name, std::string_view value);
    /// Adds a field beside those of the same name: Link, Server-Timing, Set-Cookie.
    void add_header(std::string_view name, std::string_view value);
    /// Adds a cookie. Each call is a field of its own, so an answer may set several. An answer that
    /// sets a cookie is not kept in the page cache.
    void add_cookie(const SetCookie& cookie) { add_header("Set-Cookie", cookie.field()); }

    int status() const { return status_; }
    const Headers& headers() const { return headers_; }

protected:
    AnswerHead() = default;
    Headers take_headers() && { return std::move(headers_); }

private:
    int status_ = 200;
    Headers headers_;
};

/// The same for an answer that the page cache may keep.
class CacheableHead : public AnswerHead {
public:
    /// Adds a tag: after tag("manual", "ls"), purge(by_tag(tag("manual", "ls"))) purges this
    /// answer.
    template <class... More>
    void tag(std::string_view first, const More&... more)
    {
        tags_.push_back(aspic::tag(first, more...));
    }
    /// Keeps this one answer out of the page cache.
    void do_not_cache() { may_be_cached_ = false; }

    bool may_be_cached() const { return may_be_cached_; }
    const std::vector<std::string>& tags() const { return tags_; }

protected:
    CacheableHead() = default;
    std::vector<std::string> take_tags() && { return std::move(tags_); }

private:
    bool may_be_cached_ = true;
    std::vector<std::string> tags_;
};

}  // namespace aspic
