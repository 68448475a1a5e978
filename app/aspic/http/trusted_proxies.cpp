#include <aspic/http/trusted_proxies.h>

#include <algorithm>
#include <optional>

#include <aspic/http/forwarded.h>

namespace aspic {

bool TrustedProxies::contains(std::string_view address) const
{
    return std::ranges::any_of(proxies_,
                               [&](const AddressRange& one) { return one.contains(address); });
}

void TrustedProxies::apply_to(RequestSource& source) const
{
    if (proxies_.empty() || !contains(source.remote_address)) return;
    const auto is_trusted = [this](std::string_view address) { return contains(address); };
    std::optional<ForwardedOrigin> origin;
    if (fields_ != ProxyFields::forwarded) origin = x_forwarded_origin(source, is_trusted);
    if (fields_ != ProxyFields::x_forwarded) {
        const auto other = forwarded_origin(source, is_trusted);
        // One of them may come from the client, and nothing says which.
        if (origin && other && origin->address != other->address) return;
        if (other) {
            if (!origin) origin = other;
            if (origin->scheme.empty()) origin->scheme = other->scheme;
            if (origin->host.empty()) origin->host = other->host;
        }
    }
    if (!origin) return;
    source.remote_address = origin->address;
    if (!origin->scheme.empty()) source.scheme = origin->scheme;
    if (!origin->host.empty()) source.host = origin->host;
}

}  // namespace aspic
