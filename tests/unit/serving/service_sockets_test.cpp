#include <aspic/serving/service_sockets.h>

#include <doctest/doctest.h>
#include <unistd.h>

#include <string>

#include "../support/environment_variable.h"
#include "../support/message_of.h"

using namespace aspic;
using support::contains;
using support::EnvironmentVariable;
using support::message_of;

namespace {

const std::string this_process = std::to_string(::getpid());

}  // namespace

TEST_CASE("there are no sockets without a service manager, or if they are for another process")
{
    CHECK(service_sockets().empty());
    const EnvironmentVariable count{"LISTEN_FDS", "1"};
    CHECK(service_sockets().empty());
    const EnvironmentVariable process{"LISTEN_PID", std::to_string(::getppid())};
    CHECK(service_sockets().empty());
}

TEST_CASE("one socket is the address to listen on")
{
    const EnvironmentVariable process{"LISTEN_PID", this_process};
    const EnvironmentVariable count{"LISTEN_FDS", "1"};
    const auto sockets = service_sockets();
    REQUIRE(sockets.size() == 1);
    CHECK(sockets[0].name == "unknown");
    CHECK(address_of(sockets).to_text() == "fd:3");
}

TEST_CASE("several sockets are an error that names them")
{
    const EnvironmentVariable process{"LISTEN_PID", this_process};
    const EnvironmentVariable count{"LISTEN_FDS", "3"};
    const EnvironmentVariable names{"LISTEN_FDNAMES", "site:status"};
    const auto sockets = service_sockets();
    REQUIRE(sockets.size() == 3);
    CHECK(sockets[1].name == "status");
    const std::string why = message_of<std::invalid_argument>([&] { address_of(sockets); });
    CHECK(contains(why, "3 sockets, fd:3 (site), fd:4 (status), fd:5 (unknown)"));
    CHECK(contains(why, "--listen"));
}

TEST_CASE("a count that is no number is an error")
{
    const EnvironmentVariable process{"LISTEN_PID", this_process};
    for (const char* wrong : {"many", "-1", "100000"}) {
        CAPTURE(wrong);
        const EnvironmentVariable count{"LISTEN_FDS", wrong};
        const std::string why = message_of<std::invalid_argument>([&] { service_sockets(); });
        CHECK(contains(why, "LISTEN_FDS is \"" + std::string{wrong} + '"'));
    }
}
