#pragma once
// A page from the cache with one visitor's elements in its holes. The page was taken apart when it was
// stored: here its pieces are only laid side by side, also those of its gzip copy, which are not
// compressed again. Pure functions.

#include <string>
#include <vector>

#include <aspic/entries/entry.h>

namespace aspic {

/// In the order of the entry's holes.
using Elements = std::vector<std::string>;

/// REQUIRES: as many elements as the entry has holes, at least one.
std::string assemble(const Entry& entry, const Elements& elements);

/// The same as gzip (RFC 1952). REQUIRES: entry.gzip_cuts is not empty.
std::string assemble_gzip(const Entry& entry, const Elements& elements);

}  // namespace aspic
