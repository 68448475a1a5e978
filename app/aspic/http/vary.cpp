#include <aspic/http/vary.h>

#include <string>

namespace aspic {

void add_to_vary(Headers& headers, std::string_view name)
{
    const std::string vary = headers.joined("Vary").value_or("");
    if (!list_has(vary, "*") && !list_has(vary, name)) headers.add_to_list("Vary", name);
}

}  // namespace aspic
