#include "library.h"
#include "pages/pages.h"
#include "pages/visitor.h"

namespace manual {

using namespace aspic;

// A GET must not write, so neither the page nor its fragment can do this. A guest has no list, and
// gets the same answer.
Response mark_read(Request& request, std::string_view section, std::string_view name)
{
    const auto entry = library().catalogue.find(section, name);
    if (!entry) throw NotFound{"There is no such page."};
    if (request.session().signed_in()) {
        library().history.record(visitor_id(request.session()), {entry->section, entry->name},
                                 now());
    }
    return Response{.status = 204};
}

}  // namespace manual
