// The records that a front end sends, read by libfcgi from a connection, and the request that is made of them.

#include <fcgiapp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "serving/fastcgi_request.h"

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/)
{
    FCGX_Init();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t most = 60'000;  // what a socket takes without a reader
    if (size > most) return 0;
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return 0;
    [[maybe_unused]] const auto written = ::write(ends[1], data, size);
    ::shutdown(ends[1], SHUT_WR);
    aspic::FastcgiRequest request{
        {.most_body_bytes = 4096, .most_header_bytes = 4096, .most_header_fields = 20}};
    if (request.begin(ends[0])) {
        aspic::RequestSource source;
        request.read(source);
        request.end();
        ::close(ends[0]);
    }
    ::close(ends[1]);
    return 0;
}

// libfcgi leaks some bytes of a request that breaks off within its parameters; nobody but the front end can make it do so.
extern "C" const char* __lsan_default_suppressions()  // NOLINT(bugprone-reserved-identifier)
{
    return "leak:libfcgi.so\n";
}
