#pragma once
// The Range field: a part of a body, in bytes (RFC 9110, section 14). Only one range is answered;
// a request for several gets the whole body, as section 14.2 allows. Pure functions.

#include <cstdint>
#include <optional>
#include <string_view>

#include <aspic/http/body_source.h>
#include <aspic/http/request.h>
#include <aspic/http/response.h>

namespace aspic {

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;  // 0: the body has no byte of the range (416)
    bool operator==(const ByteRange&) const = default;
};

/// A body that can be sent in part.
class RangedSource : public BodySource {
public:
    /// Leaves this part of the body. REQUIRES: it is within the body, and no piece was taken.
    virtual void narrow(const ByteRange& range) = 0;
};

/// Reads the value of a Range field for a body of `size` bytes. Returns nothing if the field is to
/// be ignored: it is malformed, has another unit or several ranges.
std::optional<ByteRange> parse_range(std::string_view field, std::uint64_t size);

/// Makes a 206 or 416 of a 200 whose body is a RangedSource, if the request is a GET for a range of
/// it, and its If-Range, if it has one, is the strong ETag of this body (RFC 9110, section 13.1.5).
/// A date there gets the whole body: two states of a file may have one date.
Response in_range(Response response, const Request& request);

}  // namespace aspic
