#pragma once
// The answer of a view that is not from the page cache, for a request that may have preconditions
// (RFC 9110, section 13). Pure functions.

#include <aspic/http/front_end_files.h>
#include <aspic/http/request.h>
#include <aspic/http/response.h>
#include <aspic/http/wire_response.h>

namespace aspic {

/// Makes the answer to this request. A GET or HEAD:
/// - gets an ETag, a hash of the body, if the response is a 200 without one that says `no-cache`
///   and not `no-store`: whoever keeps it must ask each time, and then gets a 304;
/// - is answered by 304 if the client's copy is still valid;
/// - gets no body if it is a HEAD;
/// - gets a field that has the front end send its file, if `front_end` allows that. Ranges of it are
///   then left to the front end.
/// Throws PreconditionFailed if If-Match or If-Unmodified-Since is false. For all other methods,
/// preconditions are the view's own: it has already run.
WireResponse to_wire(Response response, const Request& request,
                     const FrontEndFiles& front_end = {});

/// What a client is told if one of its preconditions is false.
inline constexpr const char* precondition_failed =
    "The page has changed, or it is not the version that this request is for.";

}  // namespace aspic
