#include <aspic/serving/request_reader.h>

#include <aspic/base/numbers.h>
#include <aspic/serving/parameters.h>

namespace aspic {

namespace {

constexpr std::string_view header_prefix = "HTTP_";
constexpr std::size_t usual_fields = 24;

}  // namespace

RequestReader::RequestReader(RequestSource& source, const Limits& limits)
    : source_{source}, limits_{limits}
{
    source_.fields.reserve(usual_fields);
}

template <class Use>
void RequestReader::scan(std::string_view parameters, const Use& use)
{
    PlainParameters plain{parameters};
    while (const auto one = take_parameter(parameters)) {
        if (!plain.is_plain(one->first, one->second) && !not_plain_) not_plain_ = one->first;
        use(one->first, one->second);
    }
}

void RequestReader::read(std::string_view parameters)
{
    scan(parameters, [this](auto name, auto value) { add(name, value); });
}

void RequestReader::check(std::string_view parameters)
{
    scan(parameters, [](auto /*name*/, auto /*value*/) {});
}

void RequestReader::add(std::string_view name, std::string_view value)
{
    bytes_ += name.size() + 1 + value.size();
    if (name.starts_with(header_prefix)) {
        const std::string_view field = name.substr(header_prefix.size());
        // Some front ends pass these a second time, beside the parameters of CGI.
        if (field == "CONTENT_TYPE" || field == "CONTENT_LENGTH") return;
        if (field == "HOST") source_.host = value;
        source_.fields.emplace_back(field, value);
    } else if (name == "REQUEST_URI") {
        source_.target = value;
        has_target_ = true;
    } else if (name == "REQUEST_METHOD") {
        source_.method_name = value;
    } else if (name == "HTTPS") {
        if (!value.empty() && value != "off") source_.scheme = "https";
    } else if (name == "REMOTE_ADDR") {
        source_.remote_address = value;
    } else if (name == "SERVER_PROTOCOL") {
        source_.protocol = value;
    } else if (name == "CONTENT_TYPE") {
        source_.fields.emplace_back(name, value);
    } else if (name == "CONTENT_LENGTH") {
        content_length_ = value;
    }
}

std::optional<Refusal> RequestReader::end(bool body_is_whole)
{
    source_.method = parse_method(source_.method_name);
    const auto problem = problem_of_header();
    return problem ? problem : problem_of_body(body_is_whole);
}

std::optional<Refusal> RequestReader::problem_of_header() const
{
    if (bytes_ > limits_.most_header_bytes || source_.fields.size() > limits_.most_header_fields)
        return Refusal{431, too_large_header};
    if (not_plain_) {
        return Refusal{400,
                       "A field of this request has a name with \"=\", or contains a zero byte.",
                       not_plain_};
    }
    if (!has_target_) return Refusal{400, "The front end sent no REQUEST_URI."};
    return {};
}

std::optional<Refusal> RequestReader::problem_of_body(bool is_whole) const
{
    std::size_t said = 0;
    if (!content_length_.empty()) {
        const auto length = parse_number<std::size_t>(content_length_);
        if (!length) return Refusal{400, "The length of the request's body is not a number."};
        said = *length;
    }
    if (is_whole && source_.body.size() >= said) return {};
    // The framing has refused what is too large, unless the front end did not send it at all.
    if (source_.body.empty() && said > limits_.most_body_bytes) return Refusal{413, too_large_body};
    return Refusal{400, "The body of this request ended too early."};
}

}  // namespace aspic
