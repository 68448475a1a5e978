#pragma once
// What the templates of all pages need beside a page's own values: the function of site.values().

#include <functional>

#include <aspic/entries/public_request.h>
#include <aspic/rendering/values.h>

namespace aspic {

using PageValues = std::function<void(PublicRequest& request, Values& values)>;

}  // namespace aspic
