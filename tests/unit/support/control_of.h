#pragma once
// What a Cache-Control field says, for tests.

#include <string_view>

#include <aspic/http/cache_control.h>

namespace support {

inline aspic::CacheControl control_of(std::string_view field)
{
    aspic::Headers headers;
    headers.set("Cache-Control", field);
    return aspic::CacheControl::of(headers);
}

}  // namespace support
