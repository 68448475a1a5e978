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

/// Chooses. The client gets the coding that it prefers. If it names the tags that it expects
/// (If-Match), it gets a copy with one of these tags. If it names the tags of the copies that it
/// has (If-None-Match), a 304 confirms one of them that could be this answer: the preferred one,
/// or else another one that the client accepts. For which representation a precondition is
/// evaluated (section 13.1.2) is the server's choice (section 12.1), so it may be one that the
/// client has.
///
/// A copy that the client does not accept is never confirmed, and one for a dictionary is not
/// without that dictionary. A shared cache asks with the tags of copies that it has for other
/// clients, and sends this client the copy that the 304 names (RFC 9111, sections 4.3.1 and 4.3.4).
///
/// Preconditions count only if the stored status is 2xx (section 13.2.1).
Choice choose(const Entry& entry, const Request& request);

/// The coding that the client prefers among these. dcz counts only if the client has the
/// dictionary.
ContentCoding preferred_coding(const Request& request, Codings available);

/// True if the body that `choose` would choose is loaded.
bool has_body_for(const Entry& entry, const Request& request);

/// True if the answer is the JSON form of a stored error.
bool sends_problem(const Entry& entry, const Request& request);

}  // namespace aspic
