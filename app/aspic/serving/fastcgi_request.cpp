#include <aspic/serving/fastcgi_request.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include <aspic/base/numbers.h>

namespace aspic {

namespace {

constexpr std::string_view header_prefix = "HTTP_";

}  // namespace

bool FastcgiRequest::begin(int input)
{
    // Without a listening socket, FCGX_Accept_r cannot block in accept. With keepConnection, it
    // does not close our descriptor. Detached, it closes without waiting two seconds for the peer.
    FCGX_InitRequest(&request_, -1, 0);
    request_.ipcFd = input;
    request_.keepConnection = 1;
    request_.detached = 1;
    content_length_.reset();
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

std::optional<Refusal> FastcgiRequest::read(RequestSource& source, std::size_t body_bytes,
                                            Body stored)
{
    auto refusal = index_parameters(source);
    source.body = std::move(stored);
    auto of_body = read_body(source.body, body_bytes);
    return refusal ? refusal : of_body;
}

std::optional<Refusal> FastcgiRequest::index_parameters(RequestSource& source)
{
    std::size_t bytes = 0;
    bool has_target = false;
    source.fields.reserve(24);
    for (char** parameter = request_.envp; *parameter != nullptr; ++parameter) {
        const std::string_view text{*parameter};
        bytes += text.size();
        const std::size_t equals = text.find('=');
        const std::string_view name = text.substr(0, equals);
        const std::string_view value = text.substr(equals + 1);
        if (name.starts_with(header_prefix)) {
            const std::string_view field = name.substr(header_prefix.size());
            // Some front ends pass these a second time, beside the parameters of CGI.
            if (field == "CONTENT_TYPE" || field == "CONTENT_LENGTH") continue;
            if (field == "HOST") source.host = value;
            source.fields.emplace_back(field, value);
        } else if (name == "REQUEST_URI") {
            source.target = value;
            has_target = true;
        } else if (name == "REQUEST_METHOD") {
            source.method_name = value;
        } else if (name == "HTTPS") {
            if (!value.empty() && value != "off") source.scheme = "https";
        } else if (name == "REMOTE_ADDR") {
            source.remote_address = value;
        } else if (name == "SERVER_PROTOCOL") {
            source.protocol = value;
        } else if (name == "CONTENT_TYPE") {
            source.fields.emplace_back(name, value);
        } else if (name == "CONTENT_LENGTH" && !value.empty()) {
            content_length_ = parse_number<std::size_t>(value);
            if (!content_length_)
                return Refusal{400, "The length of the request's body is not a number."};
        }
    }
    if (bytes > limits_.most_header_bytes || source.fields.size() > limits_.most_header_fields) {
        return Refusal{431, too_large_header};
    }
    if (!has_target) return Refusal{400, "The front end sent no REQUEST_URI."};
    source.method = parse_method(source.method_name);
    return {};
}

std::optional<Refusal> FastcgiRequest::read_body(Body& body, std::size_t bytes)
{
    std::string text(bytes, '\0');
    const int got = bytes == 0 ? 0 : FCGX_GetStr(text.data(), static_cast<int>(bytes), request_.in);
    // Libfcgi reads the record that ends the stream only when we read past the last byte.
    const bool has_ended = FCGX_GetChar(request_.in) == EOF && FCGX_GetError(request_.in) == 0;
    text.resize(static_cast<std::size_t>(got));
    const bool is_whole = has_ended && text.size() == bytes;
    if (bytes > 0) body = std::move(text);
    const std::size_t said = content_length_.value_or(0);
    if (is_whole && body.size() >= said) return {};
    // The framing has refused what is too large, unless the front end did not send it at all.
    if (body.empty() && said > limits_.most_body_bytes) return Refusal{413, too_large_body};
    return Refusal{400, "The body of this request ended too early."};
}

}  // namespace aspic
