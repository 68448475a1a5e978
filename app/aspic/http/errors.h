#pragma once
// The exceptions that a view throws to answer with an error page.

#include <chrono>
#include <stdexcept>
#include <string>

#include <aspic/base/code_place.h>

namespace aspic {

class HttpError : public std::runtime_error {
public:
    /// `explanation` is shown to the visitor, as text. `retry_after` is the value of the
    /// Retry-After field; 0 means unknown. `thrown` is for the error page of debug mode.
    HttpError(int status, const std::string& explanation, std::chrono::seconds retry_after = {},
              CodePlace thrown = CodePlace::here())
        : std::runtime_error{explanation},
          status_{status},
          retry_after_{retry_after},
          thrown_{thrown}
    {
    }
    int status() const { return status_; }
    std::chrono::seconds retry_after() const { return retry_after_; }
    const CodePlace& thrown() const { return thrown_; }

private:
    int status_;
    std::chrono::seconds retry_after_;
    CodePlace thrown_;
};

template <int code>
class StatusError : public HttpError {
public:
    explicit StatusError(const std::string& explanation, std::chrono::seconds retry_after = {},
                         CodePlace thrown = CodePlace::here())
        : HttpError{code, explanation, retry_after, thrown}
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
