#pragma once
// What the access log says about a request, kept until its answer is sent. The request itself may
// be gone by then. Belongs to one thread.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include <aspic/http/request.h>
#include <aspic/http/trusted_proxies.h>
#include <aspic/http/wire_response.h>
#include <aspic/reporting/access_log.h>
#include <aspic/serving/framing.h>

namespace aspic {

class LoggedRequest {
public:
    /// Keeps a copy of what is logged. The memory is used again for the next request.
    void keep(const RequestSource& source);
    /// The same from the request's FastCGI parameters, for an answer that no view makes. `id` is
    /// its name if it has one already.
    void keep(std::string_view parameters, const TrustedProxies& proxies, std::string_view id = {});
    /// The name of the request, for RequestSource::id.
    std::string_view id() const { return id_; }

    /// What an answer says about itself.
    struct Outcome {
        int status = 0;
        std::size_t bytes = 0;  // of the body
        std::string_view route{};
        std::string_view cache{};
    };
    static Outcome outcome_of(const WireResponse& answer);
    void write(AccessLog& log, const Outcome& outcome) const;

private:
    std::chrono::steady_clock::time_point began_{};
    std::string remote_address_;
    std::string method_;
    std::string target_;
    std::string protocol_;
    std::string referer_;
    std::string user_agent_;
    std::string id_;
};

}  // namespace aspic
