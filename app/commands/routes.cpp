#include <iomanip>
#include <iostream>

#include "commands/commands.h"
#include "site/view_table.h"

namespace aspic {

int list_routes(const Site& site)
{
    const ViewTable views{site.routes()};
    for (const Route& route : views.routes()) {
        const std::string kind = route.is_fragment ? "fragment" : route.is_cached ? "cached" : "";
        std::cout << std::left << std::setw(32) << route.pattern.text << ' ' << std::setw(12)
                  << route.methods.allow_field() << ' ' << kind << '\n';
    }
    return 0;
}

}  // namespace aspic
