// Decompresses gzip data up to a given size. Any thread may call this.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace manual {

struct Inflated {
    enum class State {
        whole,    // up to the end of the data
        cut,      // there were more than `limit` bytes, or the data ends too early
        damaged,  // `text` is the content before the damage
    };
    std::string text;
    State state = State::whole;
};

bool is_gzip(std::string_view data);

// Returns at most `limit` bytes. Several members in a row are one text (RFC 1952, section 2.2).
Inflated inflate_gzip(std::string_view data, std::size_t limit);

}  // namespace manual
