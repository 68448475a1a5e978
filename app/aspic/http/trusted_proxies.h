#pragma once
// The proxies whose Forwarded or X-Forwarded-* fields count (--trusted-proxy). Without them, these
// fields mean nothing. A value; any thread.

#include <cstdint>
#include <utility>
#include <vector>

#include <aspic/http/address_range.h>
#include <aspic/http/request.h>

namespace aspic {

/// Which fields the proxies set. They pass on the others as the client has sent them.
enum class ProxyFields : std::uint8_t {
    /// Either. If a request has both, and they name different clients, neither counts.
    any,
    x_forwarded,
    forwarded,
};

class TrustedProxies {
public:
    TrustedProxies() = default;
    explicit TrustedProxies(std::vector<AddressRange> proxies,
                            ProxyFields fields = ProxyFields::any)
        : proxies_{std::move(proxies)}, fields_{fields}
    {
    }

    /// If the request comes from a trusted proxy, replaces its remote_address, scheme and host by
    /// those that the proxy states. What it does not state stays.
    void apply_to(RequestSource& source) const;

private:
    bool contains(std::string_view address) const;

    std::vector<AddressRange> proxies_;
    ProxyFields fields_ = ProxyFields::any;
};

}  // namespace aspic
