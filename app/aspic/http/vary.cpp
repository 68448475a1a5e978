#include <aspic/http/vary.h>

#include <string>

#include <aspic/base/syntax.h>

namespace aspic {

void add_to_vary(Headers& headers, std::string_view name)
{
    const std::string vary = headers.joined("Vary").value_or("");
    for (std::string_view rest = vary; !rest.empty();) {
        const std::string_view member = syntax::trim(syntax::take_until(rest, ','));
        if (member == "*" || equal_ignoring_case(member, name)) return;
    }
    headers.add_to_list("Vary", name);
}

}  // namespace aspic
