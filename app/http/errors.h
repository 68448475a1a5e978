#pragma once
// What a view throws to answer with an error page.

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

namespace aspic {

class HttpError : public std::runtime_error {
public:
    /// `explanation` is shown to the visitor, as text. `retry_after`: what the field Retry-After
    /// tells clients.
    HttpError(int status, const std::string& explanation,
              std::optional<std::chrono::seconds> retry_after = {})
        : std::runtime_error{explanation}, status_{status}, retry_after_{retry_after}
    {
    }
    int status() const { return status_; }
    std::optional<std::chrono::seconds> retry_after() const { return retry_after_; }

private:
    int status_;
    std::optional<std::chrono::seconds> retry_after_;
};

template <int code>
class StatusError : public HttpError {
public:
    explicit StatusError(const std::string& explanation) : HttpError{code, explanation} {}
};

using BadRequest = StatusError<400>;
using Forbidden = StatusError<403>;
using NotFound = StatusError<404>;
using Gone = StatusError<410>;
using PayloadTooLarge = StatusError<413>;
using UnsupportedMediaType = StatusError<415>;
using TooManyRequests = StatusError<429>;

/// 503: this cannot be done now, and may be tried again after `retry_after`.
class Unavailable : public HttpError {
public:
    Unavailable(const std::string& explanation, std::chrono::seconds retry_after)
        : HttpError{503, explanation, retry_after}
    {
    }
};

}  // namespace aspic
