#pragma once
// A request as records again, for libfcgi. A pure function.

#include <string>

#include <aspic/serving/framing.h>

namespace aspic {

/// Returns the request as records without padding, for libfcgi, if the bytes are no longer in the
/// connection. REQUIRES: the framing is complete and within the limits, and `content` came from it.
std::string to_records(const Framing& framing, const Framing::Content& content);

}  // namespace aspic
