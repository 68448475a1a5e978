#pragma once
// The exceptions that a view throws to answer with an error page.

#include <chrono>
#include <stdexcept>
#include <string>

namespace aspic {

class HttpError : public std::runtime_error {
public:
    /// `explanation` is shown to the visitor, as text. `retry_after` is the value of the
    /// Retry-After field; 0 means unknown.
    HttpError(int status, const std::string& explanation, std::chrono::seconds retry_after = {})
        : std::runtime_error{explanation}, status_{status}, retry_after_{retry_after}
    {
    }
    int status() const { return status_; }
    std::chrono::seconds retry_after() const { return retry_after_; }

private:
    int status_;
    std::chrono::seconds retry_after_;
};

template <int code>
class StatusError : public HttpError {
public:
    explicit StatusError(const std::string& explanation, std::chrono::seconds retry_after = {})
        : HttpError{code, explanation, retry_after}
    {
    }
};

using BadRequest = StatusError<400>;
using Forbidden = StatusError<403>;
using NotFound = StatusError<404>;
using Gone = StatusError<410>;
using PreconditionFailed = StatusError<412>;
using PayloadTooLarge = StatusError<413>;
using UnsupportedMediaType = StatusError<415>;
using TooManyRequests = StatusError<429>;
using NotImplemented = StatusError<501>;
using Unavailable = StatusError<503>;

}  // namespace aspic
