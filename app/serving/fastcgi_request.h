#pragma once
// One request read from a connection by libfcgi. The RequestSource that it gives points into
// libfcgi's memory, so it lives no longer than the FastcgiRequest. Belongs to one thread; used
// again for one request after the other.

#include <fcgiapp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"
#include "serving/limits.h"

namespace aspic {

/// What must be answered in place of a view's answer: 413, 431, 400, ... with the sentence to show.
struct Refusal {
    int status;
    std::string_view why;
};

class FastcgiRequest {
public:
    explicit FastcgiRequest(const Limits& limits) : limits_{limits} {}
    ~FastcgiRequest() { end(); }
    FastcgiRequest(const FastcgiRequest&) = delete;
    FastcgiRequest& operator=(const FastcgiRequest&) = delete;

    /// Reads the parameters of the next request on `connection`. False where there is none (closed,
    /// broken, too slow): the connection has then been closed.
    bool begin(int connection);

    /// The request, with its whole body; or why it is refused. REQUIRES: begin() gave true.
    std::optional<Refusal> read(RequestSource& source);

    int id() const { return request_.requestId; }
    /// The front end wants to use the connection again, and nothing of this request is left unread
    /// on it.
    bool may_be_kept() const { return request_.keepConnection != 0 && drained_; }

    /// Frees what libfcgi holds for the request; the connection stays open.
    void end();

private:
    std::optional<Refusal> index_parameters(RequestSource& source);
    std::optional<Refusal> read_body(std::string& body);
    void drain();

    Limits limits_;
    FCGX_Request request_{};
    bool under_way_ = false;
    bool drained_ = false;
    std::optional<std::size_t> content_length_;
};

}  // namespace aspic
