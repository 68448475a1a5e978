// Learns how a page writes words in running text: "options", "POSIX", "CMake". With this, a heading
// in capitals gets the case that a reader expects. One thread at a time may change it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace manual {

class WordCases {
public:
    // Only these words are counted. `heading` is in capitals.
    void expect(std::string_view heading);

    // `text` is decoded.
    void read(std::string_view text);

    // Returns "options" for "OPTIONS", "POSIX" for "POSIX", "CMake" for "CMAKE".
    std::string friendly(std::string_view word) const;

private:
    struct Counts {
        std::size_t lower = 0;
        std::size_t upper = 0;
        std::size_t name = 0;  // "Perl" inside a sentence, or "CMake"
        std::string written;   // the last of these names
    };
    std::map<std::string, Counts, std::less<>> words_;  // in capitals
};

}  // namespace manual
