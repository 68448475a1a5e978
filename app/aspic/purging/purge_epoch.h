#pragma once
// Which purge log this is: the value of `aspic:epoch`, "RANDOM fresh|lost MILLISECONDS RUN". A
// different value means that records may be lost. Pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

struct PurgeEpoch {
    std::string name;
    /// A worker that knew an older log began this one. Other workers may know the older log too.
    bool follows_a_loss = false;
    std::uint64_t milliseconds = 0;  // when it began, by Redis's clock
    std::string run;                 // run id of the Redis server: changes with each start

    std::string to_text() const;
    /// Returns nothing if the text is not such a value.
    static std::optional<PurgeEpoch> parse(std::string_view text);
};

}  // namespace aspic
