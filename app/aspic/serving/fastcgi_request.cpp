#include <aspic/serving/fastcgi_request.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace aspic {

bool FastcgiRequest::begin(int input)
{
    // Without a listening socket, FCGX_Accept_r cannot block in accept. With keepConnection, it
    // does not close our descriptor. Detached, it closes without waiting two seconds for the peer.
    FCGX_InitRequest(&request_, -1, 0);
    request_.ipcFd = input;
    request_.keepConnection = 1;
    request_.detached = 1;
    under_way_ = FCGX_Accept_r(&request_) == 0;
    return under_way_;
}

void FastcgiRequest::end()
{
    if (!under_way_) return;
    FCGX_Free(&request_, 0);
    request_.ipcFd = -1;
    under_way_ = false;
}

std::optional<Refusal> FastcgiRequest::read(RequestSource& source, std::string_view parameters,
                                            std::size_t body_bytes, Body stored)
{
    RequestReader reader{source, limits_};
    reader.check(parameters);
    for (char** parameter = request_.envp; *parameter != nullptr; ++parameter) {
        const std::string_view text{*parameter};
        const std::size_t equals = text.find('=');
        reader.add(text.substr(0, equals), text.substr(equals + 1));
    }
    source.body = std::move(stored);
    return reader.end(read_body(source.body, body_bytes));
}

// Returns false if the body ended too early.
bool FastcgiRequest::read_body(Body& body, std::size_t bytes)
{
    std::string text(bytes, '\0');
    const int got = bytes == 0 ? 0 : FCGX_GetStr(text.data(), static_cast<int>(bytes), request_.in);
    // Libfcgi reads the record that ends the stream only when we read past the last byte.
    const bool has_ended = FCGX_GetChar(request_.in) == EOF && FCGX_GetError(request_.in) == 0;
    text.resize(static_cast<std::size_t>(got));
    const bool is_whole = has_ended && text.size() == bytes;
    if (bytes > 0) body = std::move(text);
    return is_whole;
}

}  // namespace aspic
