#pragma once
// Assembles a cached page with one visitor's elements in its holes. The page was split into pieces
// when it was stored, so assembling only appends them. The pieces of the gzip copy are not
// compressed again. Pure functions.

#include <string>
#include <vector>

#include <aspic/entries/entry.h>

namespace aspic {

/// One element for each hole of the entry, in the same order.
using Elements = std::vector<std::string>;

/// REQUIRES: there are as many elements as holes, and at least one.
std::string assemble(const Entry& entry, const Elements& elements);

/// The same as gzip (RFC 1952). REQUIRES: entry.gzip_cuts is not empty.
std::string assemble_gzip(const Entry& entry, const Elements& elements);

}  // namespace aspic
