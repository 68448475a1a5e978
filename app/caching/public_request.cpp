#include "caching/public_request.h"

#include <stdexcept>
#include <string>
#include <utility>

namespace aspic {

namespace {

std::string field_name(std::string_view name)
{
    std::string lower;
    for (const char c : name) {
        lower += c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return lower;
}

}  // namespace

std::optional<std::string_view> PublicRequest::read(Input input)
{
    const auto value = read_input(request_, input);
    reads_.insert(std::move(input));
    return value;
}

std::optional<std::string_view> PublicRequest::query(std::string_view name)
{
    return read({InputKind::query, std::string{name}});
}

std::optional<std::string_view> PublicRequest::header(std::string_view name)
{
    std::string field = field_name(name);
    if (field == "cookie" || field == "authorization" || field == "proxy-authorization") {
        throw std::logic_error{
            "a cached view read the header " + field +
            ", which says who is asking: a cached page must be the same for everyone"};
    }
    return read({InputKind::header, std::move(field)});
}

std::string_view PublicRequest::host()
{
    return read({InputKind::host, ""}).value_or("");
}

std::string_view PublicRequest::scheme()
{
    return read({InputKind::scheme, ""}).value_or("");
}

}  // namespace aspic
