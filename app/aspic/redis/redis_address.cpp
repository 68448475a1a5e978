#include <aspic/redis/redis_address.h>

#include <algorithm>

#include <aspic/base/numbers.h>
#include <aspic/http/percent.h>

namespace aspic {

namespace {

bool parse_int(std::string_view text, int least, int most, int& value)
{
    const auto number = parse_number(text, least, most);
    if (number) value = *number;
    return number.has_value();
}

std::optional<RedisAddress> parse_socket(std::string_view text)
{
    RedisAddress address;
    const std::size_t query = text.find("?db=");
    address.socket = text.substr(0, query);
    if (address.socket.empty()) return {};
    if (query != std::string_view::npos &&
        !parse_int(text.substr(query + 4), 0, 1'000'000, address.database))
        return {};
    return address;
}

bool parse_user(std::string_view text, RedisAddress& address)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    const auto user = percent_decode(text.substr(0, colon));
    const auto password = percent_decode(text.substr(colon + 1));
    if (!user || !password) return false;
    address.user = *user;
    address.password = *password;
    return true;
}

}  // namespace

std::optional<RedisAddress> RedisAddress::parse(std::string_view text)
{
    if (text.starts_with("unix:")) return parse_socket(text.substr(5));
    constexpr std::string_view scheme = "redis://";
    if (!text.starts_with(scheme)) return {};
    text.remove_prefix(scheme.size());
    RedisAddress address;
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        if (!parse_user(text.substr(0, at), address)) return {};
        text.remove_prefix(at + 1);
    }
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        const std::string_view database = text.substr(slash + 1);
        if (!database.empty() && !parse_int(database, 0, 1'000'000, address.database)) return {};
        text = text.substr(0, slash);
    }
    std::string_view host = text;
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) return {};
        host = text.substr(1, close - 1);
        if (close + 1 < text.size() && text[close + 1] != ':') return {};
        port = text.substr(std::min(close + 2, text.size()));
    } else if (const std::size_t colon = text.rfind(':'); colon != std::string_view::npos) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
    }
    if (host.empty() || (!port.empty() && !parse_int(port, 1, 65535, address.port))) return {};
    address.host = host;
    return address;
}

std::string RedisAddress::to_text() const
{
    const std::string number = database == 0 ? "" : std::to_string(database);
    if (!socket.empty()) return "unix:" + socket + (number.empty() ? "" : "?db=" + number);
    const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
    return "redis://" + (user.empty() ? "" : user + "@") + name + ":" + std::to_string(port) +
           (number.empty() ? "" : "/" + number);
}

}  // namespace aspic
