#pragma once
// Which representation of a stored page answers a request: by its preconditions (RFC 9110, section
// 13) and by what the client accepts (section 12.5). Pure functions.

#include <cstdint>

#include <aspic/entries/entry.h>
#include <aspic/http/conditional.h>
#include <aspic/http/request.h>

namespace aspic {

struct Choice {
    const Representation* representation;
    Verdict verdict;  // for not_modified: the representation is the one that the client has
};

/// Chooses. The client gets the coding that it prefers. If it names the tags of the versions that
/// it has (If-None-Match), the 304 confirms one of these, even if it now prefers another coding. If
/// it names the tags that it expects (If-Match), it gets a copy with one of these tags that it
/// accepts. Preconditions count only if the stored status is 2xx (section 13.2.1).
Choice choose(const Entry& entry, const Request& request);

/// The coding that the client prefers among these. dcz counts only if the client has the
/// dictionary.
ContentCoding preferred_coding(const Request& request, Codings available);

/// True if the body that `choose` would choose is loaded.
bool has_body_for(const Entry& entry, const Request& request);

/// True if the answer is the JSON form of a stored error.
bool sends_problem(const Entry& entry, const Request& request);

}  // namespace aspic
