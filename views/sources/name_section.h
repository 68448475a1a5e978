// The one-line description in the NAME section of a page, and the names it gives, from man(7) or
// mdoc(7) source.
//
// Why not a tool? lexgrog of man-db reads a whole machine in two seconds, but does not understand
// the form of NAME that 16,600 pages of one package on a common Debian machine have (names with
// spaces after `.HP`); makewhatis of mandoc gets the same pages wrong. What follows is as fast as
// lexgrog, and agrees with it on all but one in a hundred of the names that it understands. Pure;
// callable from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace manual {

struct NamedPurpose {
    std::string name;         // as written: "git-log", or "gcloud alpha builds"
    std::string description;  // one line of UTF-8, no more than 300 bytes
};

// Usually all names have one description. Without a NAME section that makes sense: nothing.
std::vector<NamedPurpose> read_name_section(std::string_view source);

// Text of one roff line without fonts, sizes and other escapes: `\fBls\fR \- list` -> "ls - list".
std::string plain_text(std::string_view roff);

}  // namespace manual
