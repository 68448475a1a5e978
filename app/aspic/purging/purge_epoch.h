#pragma once
// Which purge log this is: the value of `aspic:epoch`, "RANDOM fresh|lost MILLISECONDS RUN".
// Another one means that records may be lost. Pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

struct PurgeEpoch {
    std::string name;
    /// Somebody who knew an older log has begun this one: there may be others who do.
    bool follows_a_loss = false;
    std::uint64_t milliseconds = 0;  // when, by Redis's clock
    std::string run;                 // of the Redis server: changes whenever it is started

    std::string to_text() const;
    /// Nothing where the text is no such value.
    static std::optional<PurgeEpoch> parse(std::string_view text);
};

}  // namespace aspic
