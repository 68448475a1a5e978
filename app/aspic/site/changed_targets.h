#pragma once
// What an unsafe request that succeeded has changed, as far as HTTP says it (RFC 9111, section
// 4.4). Pure functions.

#include <string_view>
#include <vector>

#include <aspic/http/request.h>
#include <aspic/http/target.h>
#include <aspic/rendering/rendered_answer.h>

namespace aspic {

/// Returns the target of the request, and those that the answer names in Content-Location and, if
/// its status is 2xx, in Location. Targets of another origin, and those that are not below `mount`,
/// are left out. They are without the mount prefix and without a query.
///
/// The Location of a redirect says where to go next, not what has changed. Often the client has
/// chosen it ("?next="), so it must not purge pages.
std::vector<Target> changed_targets(const Request& request, const RenderedAnswer& rendered,
                                    std::string_view mount);

}  // namespace aspic
