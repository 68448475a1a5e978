#pragma once
// Views that show what came through a door, and answers that take long or are large: see site.h.

#include <aspic/aspic.h>

#include <filesystem>
#include <string_view>

namespace conformance {

/// What is pending waits for the file `gate` in this directory, and has a file pending-* there.
void use_gate(const std::filesystem::path& directory);

/// What the request says, as JSON: `method`, `segments` (decoded), `query`, `host`, `scheme`,
/// `address`, `body` (its bytes and the sum of their values), `cookies` (those that ?cookie=NAME
/// asks for) and `fields` (those that ?field=NAME asks for: all values).
aspic::Response shown(aspic::Request& request, std::string_view rest);
aspic::Response shown_of_two(aspic::Request& request, std::string_view one, std::string_view two);
/// So many pieces of 64 KB, made when they are sent. It is pending until it ends.
aspic::Stream pieces(aspic::Request& request, int count);
/// Two pieces. The second one is made when the gate is there.
aspic::Stream gated(aspic::Request& request);
/// Answers when the gate is there.
aspic::Response waits(aspic::Request& request);

}  // namespace conformance
