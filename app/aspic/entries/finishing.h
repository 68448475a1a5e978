#pragma once
// Makes the cache entry from a rendered answer, and an answer from the entry. The work is done
// once, when the page is stored, so that a hit has little to do. Pure functions.

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

/// Returns the HTML of the fragment at a path, as a guest sees it; nullopt if the fragment fails.
using GuestFragment = std::function<std::optional<std::string>(const std::string& path)>;

/// What a guest sees in the holes of a page.
struct GuestForms {
    std::map<std::string, std::string> html{};  // by fragment; empty if it failed
    bool complete = true;                       // no fragment failed
};
GuestForms make_guest_forms(const Rendered& content, const GuestFragment& guest_fragment);

/// Returns a query with the parameters that the view read, and their values.
std::string query_of(const Inputs& inputs, const Request& request);

/// Fills the holes with the guest's forms, inserts the marker script, and makes the compressed
/// copies, validators and fields. `inputs` are those of the key; their values come from `request`.
/// If `before` is an older rendering with the same bytes, Last-Modified stays the same, unless the
/// view's own is sent. `dictionary`: for the copy in dcz; null: there is none. The caller sets the
/// key, the position and the render time.
std::shared_ptr<Entry> finish_entry(RenderedAnswer rendered, const GuestForms& forms,
                                    const Freshness& freshness, const Inputs& inputs,
                                    const Request& request, const Entry* before, Time now,
                                    const CompressionDictionary* dictionary = nullptr);

/// Returns the answer to this request: the stored status, or 304 if the client's copy is still
/// valid; no body for HEAD; in the client's preferred coding; for an error, in its preferred form
/// (HTML or JSON). `cache_status` is the value of the Cache-Status field (RFC 9211). A page that
/// was made for this request has no Age, unless it was older when its view gave it (RFC 9111,
/// sections 4 and 4.2.3). Throws PreconditionFailed if If-Match or If-Unmodified-Since is false.
/// The answer's own head is written into `head_memory`.
WireResponse to_wire(EntryPtr entry, const Request& request, const CacheStatus& cache_status,
                     Time now, std::string head_memory = {});

}  // namespace aspic
