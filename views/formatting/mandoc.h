// Formats roff source by mandoc(1). Pages come with packages, so mandoc runs under limits, and in an
// empty directory: whatever a page asks it to include, it finds nothing. The source must be without
// `.so` requests, as ManRoot::source() gives it. May be called from any thread.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace manual {

// mandoc cannot format this page: it failed, or needs more time or memory than a page may. The same
// page will fail again.
class MandocError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The machine is too busy. The same page may be formatted later.
class MandocBusy : public MandocError {
public:
    using MandocError::MandocError;
};

// mandoc's own HTML, a fragment without <html> and <body>; links to other pages are written
// href="/man/SECTION/NAME". Not yet fit to be shown: see tidy_manual(). Throws MandocError,
// MandocBusy.
std::string run_mandoc(std::string_view source);

// The page as for a terminal, in UTF-8, with backspaces between characters that are printed one over
// the other: see terminal_html(). It needs none of what makes HTML fail, so it may succeed where
// run_mandoc() does not. Throws MandocError, MandocBusy.
std::string run_mandoc_for_terminal(std::string_view source);

}  // namespace manual
