#pragma once
// Writes the mdoc(7) source of a manual page. Every text is escaped, so it is printed as it is,
// whatever is in it: options of a site and its help come from outside. Pure functions and values.

#include <string>
#include <string_view>
#include <vector>

namespace aspic::roff {

/// The text without a meaning for roff, for any place but the start of a line. Hyphens stay as they
/// are when somebody copies them. Bytes that are not UTF-8 become U+FFFD.
std::string escaped(std::string_view text);

/// One argument of a macro. It is never taken for a macro or a delimiter.
std::string argument(std::string_view text);
/// Each word as one argument.
std::string arguments(std::string_view text);

/// "threads that answer" becomes "Threads that answer.", but "unix:PATH" keeps its first letter.
std::string as_sentence(std::string_view text);

class Writer {
public:
    /// `arguments` are written as they are: escape them.
    void macro(std::string_view name, std::string_view arguments = "");
    /// Text in lines of at most 78 characters, each sentence from a new line. A part `in
    /// backquotes` is bold.
    void text(std::string_view text);
    /// Lines as they are, indented.
    void literal(const std::vector<std::string>& lines);

    const std::string& source() const { return source_; }

private:
    std::string source_;
};

}  // namespace aspic::roff
