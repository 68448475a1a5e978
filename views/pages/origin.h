// Scheme and host as the visitor typed them, for the few files that need absolute URLs.
#pragma once

#include <aspic/aspic.h>

#include <string>

namespace manual {

// "https://example.org". Both are then in the key of the cached answer.
inline std::string origin_of(aspic::PublicRequest& request)
{
    return std::string{request.scheme()} + "://" + std::string{request.host()};
}

}  // namespace manual
