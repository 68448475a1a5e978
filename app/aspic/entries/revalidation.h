#pragma once
// Revalidation (RFC 9111, section 4.3): a view that forwards asks the other server whether a stored
// page is still current. A 304 confirms it. Pure functions.

#include <vector>

#include <aspic/entries/entry.h>
#include <aspic/rendering/rendered_answer.h>

namespace aspic {

/// True if a view can ask for a page with these fields and holes, by a validator that the other
/// server has set.
bool can_be_revalidated(const Headers& fields, const std::vector<Hole>& holes);
inline bool can_be_revalidated(const Entry& entry)
{
    return can_be_revalidated(entry.fields, entry.holes);
}

/// True if `not_modified`, a 304, is about this page (RFC 9111, section 4.3.4): a strong ETag is
/// the page's own, a weak one compares weakly, and without an ETag, Last-Modified is not another
/// one.
bool confirms(const RenderedAnswer& not_modified, const Entry& stored);

/// The stored page as an answer, with the fields of the 304 in place of its own (RFC 9111, section
/// 3.2). REQUIRES: can_be_revalidated(stored).
RenderedAnswer freshened(const Entry& stored, RenderedAnswer not_modified);

}  // namespace aspic
