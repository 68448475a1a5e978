#pragma once
// Style sheets of several files. `collect-static` puts each file that a style sheet imports in the
// place of its import, so a page needs one request for all of them:
//
//     @import "frame.css";
//     @import "print.css" print;
//
// Any thread.

#include <filesystem>
#include <string>

namespace aspic {

/// Returns the content of this style sheet, with its imports of files, and theirs, in place. A
/// media query becomes a block `@media`. Imports of other addresses (https://...) stay as they are.
/// Throws std::runtime_error, which names the file and the import, if an imported file cannot be
/// read, if files import each other, or if an import cannot be put in place with the same effect.
std::string style_with_imports(const std::filesystem::path& file);

}  // namespace aspic
