#pragma once
// Entity tags: "x" and W/"x" (RFC 9110, section 8.8.3). Pure functions.

#include <string>
#include <string_view>

namespace aspic {

/// True for a well-formed entity tag.
bool is_entity_tag(std::string_view text);

/// The tag of a coded copy of a body with this tag: "x" becomes "x-gzip", and W/"x" becomes
/// W/"x-gzip". A weak tag does not promise the same bytes, but that one copy may take the place of
/// the other (RFC 9110, section 8.8.1), and not every client can decode the copy. `coding` may be
/// empty. REQUIRES: is_entity_tag(tag).
std::string with_coding(std::string_view tag, std::string_view coding);

}  // namespace aspic
