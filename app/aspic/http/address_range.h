#pragma once
// A range of IP addresses in CIDR notation (RFC 4632, RFC 4291). A value; any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace aspic {

class AddressRange {
public:
    /// Parses "10.0.0.0/8", "::1" or "2001:db8::/32". Nothing if the text is none of these.
    static std::optional<AddressRange> parse(std::string_view text);

    /// Parses "10.0.0.0/8,::1". Nothing if one of them is no range. An empty text is no range.
    static std::optional<std::vector<AddressRange>> parse_list(std::string_view text);
    /// True for an IPv4 or IPv6 address, without brackets, port and zone.
    static bool is_address(std::string_view text);

    /// False if `address` is no IP address. An IPv4 address in IPv6's form (::ffff:192.0.2.1) is
    /// the IPv4 address.
    bool contains(std::string_view address) const;

private:
    using Bytes = std::array<std::uint8_t, 16>;
    static std::optional<Bytes> parse_address(std::string_view text);

    Bytes first_{};
    unsigned bits_ = 0;  // of 128
};

}  // namespace aspic
