#include <aspic/serving/service_sockets.h>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include <aspic/base/numbers.h>

namespace aspic {

namespace {

constexpr int first_descriptor = 3;  // SD_LISTEN_FDS_START
constexpr int most_sockets = 1000;

std::string_view variable(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

}  // namespace

std::vector<ServiceSocket> service_sockets()
{
    const std::string_view text = variable("LISTEN_FDS");
    if (text.empty() || variable("LISTEN_PID") != std::to_string(::getpid())) return {};
    const auto count = parse_number(text, 0, most_sockets);
    if (!count) {
        throw std::invalid_argument{"LISTEN_FDS is \"" + std::string{text} +
                                    "\": it must be the number of sockets that the service manager "
                                    "passes"};
    }
    std::vector<ServiceSocket> sockets;
    std::string_view names = variable("LISTEN_FDNAMES");
    for (int i = 0; i < *count; ++i) {
        const std::string_view name = names.substr(0, names.find(':'));
        names.remove_prefix(std::min(names.size(), name.size() + 1));
        sockets.push_back({first_descriptor + i, name.empty() ? "unknown" : std::string{name}});
    }
    return sockets;
}

ListenAddress address_of(const std::vector<ServiceSocket>& sockets)
{
    if (sockets.size() == 1) {
        return ListenAddress::parse("fd:" + std::to_string(sockets.front().descriptor));
    }
    std::string list;
    for (const ServiceSocket& one : sockets) {
        list += (list.empty() ? "" : ", ") + ("fd:" + std::to_string(one.descriptor)) + " (" +
                one.name + ')';
    }
    throw std::invalid_argument{
        "the service manager passes " + std::to_string(sockets.size()) + " sockets, " + list +
        ", but this program listens on one: leave one ListenStream= in its .socket unit, or choose "
        "one with --listen"};
}

}  // namespace aspic
