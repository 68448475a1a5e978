#pragma once
// From a draft to what is kept, and from what is kept to an answer. All that a hit would otherwise
// have to do is done here once, when the page is stored. Pure functions.

#include <string_view>

#include "caching/cache_page.h"
#include "caching/entry.h"
#include "http/request.h"
#include "http/wire_response.h"
#include "rendering/draft.h"

namespace aspic {

/// Fills the holes with the guest's fragments, inserts the marker, computes validators and writes
/// all fields. `inputs` are those of the key, with what they said in `request`.
Entry finish_entry(Draft draft, const FragmentSource& guest_fragment, const CachePolicy& policy,
                   const Inputs& inputs, const Request& request, Time now);

/// The stored answer for this request: 200 (or its own status), 304 where the client's copy is
/// still right, no body for HEAD. `cache_status` is the value of the Cache-Status field (RFC 9211).
WireResponse to_wire(EntryPtr entry, const Request& request, std::string_view cache_status,
                     Time now);

}  // namespace aspic
