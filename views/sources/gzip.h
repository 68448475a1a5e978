// Decompression of gzip data, never to more than a given size. Callable from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace manual {

struct Inflated {
    enum class State {
        whole,    // to the end of the data
        cut,      // there was more than `limit` bytes, or the data itself ends early
        damaged,  // `text` is what came before the damage
    };
    std::string text;
    State state = State::whole;
};

bool is_gzip(std::string_view data);

// At most `limit` bytes. Several members one after the other are one text, as RFC 1952,
// section 2.2, says.
Inflated inflate_gzip(std::string_view data, std::size_t limit);

}  // namespace manual
