#pragma once
// What a view throws to answer with an error page.

#include <stdexcept>
#include <string>

namespace aspic {

class HttpError : public std::runtime_error {
public:
    /// `explanation` is shown to the visitor, as text.
    HttpError(int status, const std::string& explanation)
        : std::runtime_error{explanation}, status_{status}
    {
    }
    int status() const { return status_; }

private:
    int status_;
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

}  // namespace aspic
