#pragma once
// What an answer says about the cache.

#include <string>

#include <aspic/site/test_client.h>

namespace support {

/// "none" if it says nothing.
inline std::string status_of(const aspic::TestResponse& answer)
{
    return std::string{answer.headers.get("Cache-Status").value_or("none")};
}

}  // namespace support
