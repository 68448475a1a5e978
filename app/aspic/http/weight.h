#pragma once
// The weight of a member in Accept, Accept-Encoding and similar fields. Pure functions.

#include <string_view>

namespace aspic {

/// The weight among the parameters of a member ("level=1;q=0.5"), in thousandths: 500 (RFC 9110,
/// section 12.4.2). A weight that is absent or malformed counts as 1000.
int weight_of(std::string_view parameters);

}  // namespace aspic
