// The framing accepts a request, and libfcgi then reads its copy, as in the server. Libfcgi must
// find exactly one whole request, and the same parameters that the server finds by itself.

#include <fcgiapp.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/serving/fastcgi_request.h>
#include <aspic/serving/framing.h>
#include <aspic/serving/framing_copy.h>
#include <aspic/serving/request_reader.h>

namespace {

bool are_same(const aspic::RequestSource& a, const aspic::RequestSource& b)
{
    return a.method == b.method && a.method_name == b.method_name && a.target == b.target &&
           a.host == b.host && a.scheme == b.scheme && a.remote_address == b.remote_address &&
           a.protocol == b.protocol && a.fields == b.fields;
}

void compare(std::string_view parameters, const aspic::RequestSource& by_libfcgi,
             const std::optional<aspic::Refusal>& refusal_by_libfcgi, const aspic::Limits& limits)
{
    aspic::RequestSource source;
    aspic::RequestReader reader{source, limits};
    reader.read(parameters);
    const auto refusal = reader.end(true);
    if (refusal.has_value() != refusal_by_libfcgi.has_value()) std::abort();
    if (refusal && refusal->status != refusal_by_libfcgi->status) std::abort();
    if (refusal && refusal->parameter != refusal_by_libfcgi->parameter) std::abort();
    // What is refused for a parameter is not used.
    if (refusal && refusal->parameter) return;
    if (!are_same(source, by_libfcgi)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/)
{
    FCGX_Init();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t most = 60'000;  // bytes that a socket accepts without a reader
    if (size > most) return 0;
    const aspic::Limits limits{
        .most_body_bytes = 4096, .most_header_bytes = 4096, .most_header_fields = 20};
    aspic::Framing framing{limits};
    aspic::Framing::Content content;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    framing.read(bytes, &content);
    if (framing.state() != aspic::Framing::State::complete ||
        framing.excess() != aspic::Framing::Excess::none)
        return 0;
    const std::string sent = to_records(framing, content);

    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) != 0) return 0;
    if (::write(ends[1], sent.data(), sent.size()) != static_cast<ssize_t>(sent.size()))
        std::abort();
    aspic::FastcgiRequest request{limits};
    if (!request.begin(ends[0])) std::abort();
    if (request.id() != framing.id()) std::abort();
    aspic::RequestSource source;
    const auto refusal = request.read(source, content.parameters, framing.body_bytes());
    if (!refusal && source.body.bytes() != content.body) std::abort();
    if (content.body.empty()) compare(content.parameters, source, refusal, limits);
    request.end();
    ::close(ends[0]);
    ::close(ends[1]);
    return 0;
}
