#pragma once
// A request as records again, for libfcgi. A pure function.

#include <string>

#include <aspic/serving/framing.h>

namespace aspic {

/// Returns the request as records without padding: libfcgi 2.4.2 takes the padding of
/// BEGIN_REQUEST, and of the empty record that ends PARAMS, for the next record. REQUIRES: the
/// framing is complete and within the limits, and `content` came from it.
std::string to_records(const Framing& framing, const Framing::Content& content);

}  // namespace aspic
