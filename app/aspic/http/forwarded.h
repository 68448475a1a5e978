#pragma once
// What proxies in front of the site say about a request: in `Forwarded` (RFC 7239), or in
// `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host`. A client can send these fields
// too, and each proxy adds what it knows at the end. So only what a trusted proxy has added counts:
// the fields are read from their end, as long as the sender is trusted. Pure functions; any thread.

#include <functional>
#include <optional>
#include <string_view>

#include <aspic/http/request.h>

namespace aspic {

/// What is known of the first sender that is not a trusted proxy. The texts point into the fields.
struct ForwardedOrigin {
    std::string_view address;  // that of the last proxy that is known, if it hides its client
    std::string_view scheme;   // "http" or "https"; empty: not said
    std::string_view host;     // "host" or "host:port"; empty: not said
};

using IsTrusted = std::function<bool(std::string_view address)>;

/// At most so many proxies stand between a client and the site. The fields may name more, but they
/// are not read further.
inline constexpr int most_proxies = 32;

/// From X-Forwarded-*. Nullopt if the request has none of these fields. REQUIRES: its
/// remote_address is trusted.
std::optional<ForwardedOrigin> x_forwarded_origin(const RequestSource& source,
                                                  const IsTrusted& is_trusted);
/// From Forwarded. Nullopt if the request has no such field. REQUIRES: the same.
std::optional<ForwardedOrigin> forwarded_origin(const RequestSource& source,
                                                const IsTrusted& is_trusted);

}  // namespace aspic
