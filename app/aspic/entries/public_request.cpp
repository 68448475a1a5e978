#include <aspic/entries/public_request.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace aspic {

std::optional<std::string_view> PublicRequest::read(Input input)
{
    // Recorded first: the page depends on the input even if it is absent.
    return read_input(request_, *reads_.insert(std::move(input)).first);
}

std::optional<std::string_view> PublicRequest::query(std::string_view name)
{
    return read({InputKind::query, std::string{name}});
}

std::optional<std::string_view> PublicRequest::header(std::string_view name)
{
    Input input{InputKind::header, field_input_name(name)};
    if (!may_be_read(input)) {
        throw std::logic_error{"a cached view read the header " + input.name +
                               ", which tells who is asking: a cached page must be the same for "
                               "everyone; put what belongs to one visitor into a fragment"};
    }
    return read(std::move(input));
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
