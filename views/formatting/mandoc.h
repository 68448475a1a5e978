// Formats roff source with mandoc(1). Pages come with packages, so mandoc runs under limits and in
// an empty directory: it finds no file that a page asks it to include. The source must not have
// `.so` requests; ManRoot::source() returns it in that form. Any thread may call this.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace manual {

// mandoc cannot format this page: it failed, or the page needs too much time or memory. The same
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

// Returns mandoc's HTML, a fragment without <html> and <body>. Links to other pages have the form
// href="/man/SECTION/NAME". It must not be shown before tidy_manual(). Throws MandocError and
// MandocBusy.
std::string run_mandoc(std::string_view source);

// Returns the page for a terminal, in UTF-8, with backspaces between characters that are printed in
// one place: see terminal_html(). It may succeed if run_mandoc() fails, because it skips the steps
// that fail for HTML. Throws MandocError and MandocBusy.
std::string run_mandoc_for_terminal(std::string_view source);

}  // namespace manual
