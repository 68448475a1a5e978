// Turns roff source into HTML by mandoc(1). May be called from any thread.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace manual {

class MandocError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// mandoc's own HTML, a fragment without <html> and <body>; links to other pages are written
// href="/man/SECTION/NAME". Not yet fit to be shown: see tidy_manual(). The source must be without
// `.so` requests, as ManRoot::source() gives it; should one come out of a macro, mandoc looks below
// `directory` only. Throws MandocError if mandoc is not installed, needs more than ten seconds, or
// fails.
std::string run_mandoc(std::string_view source, const std::filesystem::path& directory);

}  // namespace manual
