#pragma once
// From a rendered answer to the entry that is kept, and from the entry to an answer. All that a hit would otherwise
// have to do is done here once, when the page is stored. Pure functions.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/entries/entry.h>
#include <aspic/entries/freshness.h>
#include <aspic/entries/inputs.h>
#include <aspic/http/cache_status.h>
#include <aspic/http/request.h>
#include <aspic/http/wire_response.h>
#include <aspic/rendering/rendered_answer.h>

namespace aspic {

/// Gives the HTML of the fragment at a path, as a guest sees it; nothing where that fails.
using GuestFragment = std::function<std::optional<std::string>(const std::string& path)>;

/// What a guest sees in the holes of a page.
struct GuestForms {
    std::map<std::string, std::string> html{};  // by fragment; empty where it failed
    bool complete = true;                       // none has failed
};
GuestForms make_guest_forms(const Rendered& content, const GuestFragment& guest_fragment);

/// Fills the holes with the guest's forms, inserts the marker, makes the coded copies,
/// validators and all fields. `inputs` are those of the key, with what they said in `request`.
/// Where `before` is an older rendering with the same bytes, Last-Modified stays. The caller sets
/// key, position, tags and times of rendering.
std::shared_ptr<Entry> finish_entry(RenderedAnswer rendered, const GuestForms& forms,
                                    const Freshness& freshness, const Inputs& inputs,
                                    const Request& request, const Entry* before, Time now);

/// The stored answer for this request: 200 (or its own status), 304 where the client's copy is
/// still right, no body for HEAD, in the coding that the client likes best.
WireResponse to_wire(EntryPtr entry, const Request& request, const CacheStatus& cache_status,
                     Time now);

}  // namespace aspic
