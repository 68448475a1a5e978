#include <aspic/http/hop_by_hop.h>

#include <array>
#include <string>

#include <aspic/http/targeted_field.h>

namespace aspic {

namespace {

constexpr std::array<std::string_view, 10> hop_by_hop_fields{"Connection",
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

}  // namespace

bool is_hop_by_hop(std::string_view name)
{
    return is_among(hop_by_hop_fields, name);
}

std::string connection_options(const Request& request)
{
    std::string options;
    for (const std::string_view field : request.header_all("Connection"))
        options.append(field).append(",");
    return options;
}

void remove_hop_by_hop_fields(Headers& headers)
{
    const std::string connection = headers.joined("Connection").value_or("");
    headers.remove_if([&](const Headers::Field& field) {
        const bool is_named = list_has(connection, field.name) &&
                              !is_among(for_all_recipients, field.name) &&
                              !is_targeted_field(field.name);
        return is_named || is_hop_by_hop(field.name);
    });
}

}  // namespace aspic
