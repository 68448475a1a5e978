#include <aspic/http/hop_by_hop.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <aspic/base/syntax.h>
#include <aspic/http/targeted_field.h>

namespace aspic {

namespace {

constexpr std::array<std::string_view, 10> names{"Connection",
                                                 "Keep-Alive",
                                                 "Proxy-Authenticate",
                                                 "Proxy-Authentication-Info",
                                                 "Proxy-Authorization",
                                                 "Proxy-Connection",
                                                 "TE",
                                                 "Trailer",
                                                 "Transfer-Encoding",
                                                 "Upgrade"};

constexpr std::array<std::string_view, 6> for_all_recipients{
    "Cache-Control", "Content-Encoding", "Content-Type", "Expires", "Set-Cookie", "Vary"};

template <class Names>
bool is_among(const Names& some, std::string_view name)
{
    return std::ranges::any_of(
        some, [name](std::string_view one) { return equal_ignoring_case(one, name); });
}

}  // namespace

bool is_hop_by_hop(std::string_view name)
{
    return is_among(names, name);
}

void remove_hop_by_hop_fields(Headers& headers)
{
    std::vector<std::string> found;
    for (const auto& [name, value] : headers) {
        if (is_hop_by_hop(name)) found.push_back(name);
    }
    if (found.empty()) return;
    const std::string connection = headers.joined("Connection").value_or("");
    for (std::string_view rest = connection; !rest.empty();) {
        const std::string_view option = syntax::trim(syntax::take_until(rest, ','));
        if (!is_among(for_all_recipients, option) && !is_targeted_field(option))
            found.emplace_back(option);
    }
    for (const std::string& name : found)
        headers.remove(name);
}

}  // namespace aspic
