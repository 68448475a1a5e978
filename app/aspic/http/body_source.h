#pragma once
// The body of an answer that is sent piece by piece, so that it is never in memory as a whole. The
// thread that sends the answer asks for a piece each time the client has taken the one before.
// Different threads may ask, one at a time.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace aspic {

class BodySource {
public:
    BodySource() = default;
    BodySource(const BodySource&) = delete;
    BodySource& operator=(const BodySource&) = delete;
    virtual ~BodySource() = default;

    /// The next piece of the body; nothing at its end. If it throws, the answer is cut: its
    /// connection is closed without the end of the answer, so no client takes it for whole.
    virtual std::optional<std::string> next() = 0;
    /// The length in bytes of the body, without the pieces that were taken; nothing if only its end
    /// will tell.
    virtual std::optional<std::uint64_t> length() const = 0;
};

/// Shared, because a thread that is given up is still in next() when others have cut the answer.
using BodySourcePtr = std::shared_ptr<BodySource>;

}  // namespace aspic
