#include "serving/fastcgi_request.h"

#include <array>
#include <charconv>
#include <chrono>
#include <system_error>

namespace aspic {

namespace {

using Clock = std::chrono::steady_clock;

// A body that is refused is read and dropped up to here, so that the front end gets to read our
// answer; more than that ends the connection.
constexpr std::size_t most_drained = std::size_t{64} << 20U;

constexpr std::string_view header_prefix = "HTTP_";

}  // namespace

bool FastcgiRequest::begin(int connection)
{
    // Without a listening socket FCGX_Accept_r cannot block in accept; with keepConnection set it
    // does not close what we give it; detached, it closes without waiting two seconds for the peer.
    FCGX_InitRequest(&request_, -1, 0);
    request_.ipcFd = connection;
    request_.keepConnection = 1;
    request_.detached = 1;
    drained_ = false;
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

std::optional<Refusal> FastcgiRequest::read(RequestSource& source)
{
    auto refusal = index_parameters(source);
    if (!refusal) refusal = read_body(source.body);
    if (refusal) drain();
    return refusal;
}

std::optional<Refusal> FastcgiRequest::index_parameters(RequestSource& source)
{
    std::size_t bytes = 0;
    bool has_target = false;
    std::optional<Method> method;
    source.fields.reserve(24);
    for (char** parameter = request_.envp; *parameter != nullptr; ++parameter) {
        const std::string_view text{*parameter};
        bytes += text.size();
        const std::size_t equals = text.find('=');
        const std::string_view name = text.substr(0, equals);
        const std::string_view value = text.substr(equals + 1);
        if (name.starts_with(header_prefix)) {
            const std::string_view field = name.substr(header_prefix.size());
            if (field == "HOST") source.host = value;
            source.fields.emplace_back(field, value);
        } else if (name == "REQUEST_URI") {
            source.target = value;
            has_target = true;
        } else if (name == "REQUEST_METHOD") {
            method = parse_method(value);
        } else if (name == "HTTPS") {
            if (!value.empty() && value != "off") source.scheme = "https";
        } else if (name == "REMOTE_ADDR") {
            source.remote_address = value;
        } else if (name == "CONTENT_TYPE") {
            source.fields.emplace_back(name, value);
        } else if (name == "CONTENT_LENGTH" && !value.empty()) {
            std::size_t length = 0;
            const auto [end, error] =
                std::from_chars(value.data(), value.data() + value.size(), length);
            if (error != std::errc{} || end != value.data() + value.size()) {
                return Refusal{400, "The length of the request's body is not a number."};
            }
            content_length_ = length;
        }
    }
    if (bytes > limits_.most_header_bytes || source.fields.size() > limits_.most_header_fields) {
        return Refusal{431, "The header of this request is too large."};
    }
    if (!has_target) return Refusal{400, "The front end sent no REQUEST_URI."};
    if (!method) return Refusal{501, "This method is not known here."};
    source.method = *method;
    return {};
}

std::optional<Refusal> FastcgiRequest::read_body(std::string& body)
{
    constexpr Refusal too_large{413, "The body of this request is too large."};
    if (content_length_.value_or(0) > limits_.most_body_bytes) return too_large;
    const auto deadline = Clock::now() + limits_.receive_time;
    std::array<char, 16384> part{};
    for (;;) {
        const int got = FCGX_GetStr(part.data(), static_cast<int>(part.size()), request_.in);
        if (got > 0) body.append(part.data(), static_cast<std::size_t>(got));
        if (body.size() > limits_.most_body_bytes) return too_large;
        if (got < static_cast<int>(part.size())) break;
        if (Clock::now() > deadline)
            return Refusal{408, "The body of this request arrived too slowly."};
    }
    if (FCGX_GetError(request_.in) != 0 || (content_length_ && body.size() < *content_length_)) {
        return Refusal{400, "The body of this request ended too early."};
    }
    drained_ = true;
    return {};
}

void FastcgiRequest::drain()
{
    const auto deadline = Clock::now() + limits_.receive_time;
    std::array<char, 16384> part{};
    std::size_t dropped = 0;
    int got = static_cast<int>(part.size());
    while (got == static_cast<int>(part.size()) && dropped < most_drained &&
           Clock::now() < deadline) {
        got = FCGX_GetStr(part.data(), static_cast<int>(part.size()), request_.in);
        dropped += static_cast<std::size_t>(got);
    }
    drained_ = got < static_cast<int>(part.size()) && FCGX_GetError(request_.in) == 0;
}

}  // namespace aspic
