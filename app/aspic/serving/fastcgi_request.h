#pragma once
// One request, parsed by libfcgi. Its RequestSource points into libfcgi's memory, so the
// FastcgiRequest must outlive it. Belongs to one thread, which uses it for one request after the
// other.

#include <fcgiapp.h>

#include <cstddef>
#include <optional>
#include <string_view>

#include <aspic/http/request.h>
#include <aspic/serving/limits.h>
#include <aspic/serving/request_reader.h>

namespace aspic {

class FastcgiRequest {
public:
    explicit FastcgiRequest(const Limits& limits) : limits_{limits} {}
    ~FastcgiRequest() { end(); }
    FastcgiRequest(const FastcgiRequest&) = delete;
    FastcgiRequest& operator=(const FastcgiRequest&) = delete;

    /// Reads the parameters of the request in `input`, a file. Returns false and closes `input` if
    /// there is no request. REQUIRES: `input` contains one request, as framing_copy.h writes it.
    bool begin(int input);

    /// Reads the request with its body into `source`, or returns why it is refused. `parameters`
    /// are those in the input, as they were sent: libfcgi would misread some, so they are checked
    /// first. `body_bytes` of the body are in the input. If these are none, the body is `stored`.
    /// Reads to the end of the request in both cases. REQUIRES: begin() returned true.
    std::optional<Refusal> read(RequestSource& source, std::string_view parameters,
                                std::size_t body_bytes, Body stored = {});

    int id() const { return request_.requestId; }

    /// Frees libfcgi's memory for the request; the input stays open.
    void end();

private:
    bool read_body(Body& body, std::size_t bytes);

    Limits limits_;
    FCGX_Request request_{};
    bool under_way_ = false;
};

}  // namespace aspic
