#include <aspic/http/address_range.h>

#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>

namespace aspic {

namespace {

constexpr unsigned ipv4_at = 12;  // of 16 bytes, after ::ffff: (RFC 4291, section 2.5.5.2)

}  // namespace

std::optional<AddressRange::Bytes> AddressRange::parse_address(std::string_view text)
{
    constexpr std::size_t longest = 45;
    // For inet_pton, a text ends at its first NUL.
    if (text.size() > longest || text.find('\0') != std::string_view::npos) return {};
    const std::string address{text};
    Bytes bytes{};
    if (::inet_pton(AF_INET, address.c_str(), &bytes[ipv4_at]) == 1) {
        bytes[ipv4_at - 2] = bytes[ipv4_at - 1] = 0xff;
        return bytes;
    }
    if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return bytes;
    return {};
}

bool AddressRange::is_address(std::string_view text)
{
    return parse_address(text).has_value();
}

std::optional<std::vector<AddressRange>> AddressRange::parse_list(std::string_view text)
{
    std::vector<AddressRange> ranges;
    for (bool last = false; !last;) {
        last = text.find(',') == std::string_view::npos;
        const auto range = parse(syntax::trim(syntax::take_until(text, ',')));
        if (!range) return {};
        ranges.push_back(*range);
    }
    return ranges;
}

std::optional<AddressRange> AddressRange::parse(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const std::string_view address = text.substr(0, slash);
    const auto first = parse_address(address);
    if (!first) return {};
    const bool is_ipv4 = address.find(':') == std::string_view::npos;
    const unsigned most = is_ipv4 ? 32 : 128;
    unsigned bits = most;
    if (slash != std::string_view::npos) {
        const auto stated = parse_number<std::uint32_t>(text.substr(slash + 1));
        if (!stated || *stated > most) return {};
        bits = *stated;
    }
    AddressRange range;
    range.first_ = *first;
    range.bits_ = bits + (is_ipv4 ? 8 * ipv4_at : 0);
    return range;
}

bool AddressRange::contains(std::string_view address) const
{
    const auto bytes = parse_address(address);
    if (!bytes) return false;
    const std::size_t whole = bits_ / 8;
    if (!std::equal(first_.begin(), first_.begin() + static_cast<std::ptrdiff_t>(whole),
                    bytes->begin()))
        return false;
    const unsigned rest = bits_ % 8;
    return rest == 0 || ((first_.at(whole) ^ bytes->at(whole)) >> (8 - rest)) == 0;
}

}  // namespace aspic
