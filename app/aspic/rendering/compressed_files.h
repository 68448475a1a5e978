#pragma once
// The compressed copies of the collected static files: NAME.br and NAME.gz beside each file that
// gains from it. The front end sends them as they are, so nobody compresses while a visitor waits.
// Any thread, any process.

#include <filesystem>

namespace aspic {

/// For after collect_static_files. Makes the copies of the files that DIRECTORY/manifest names: of
/// those whose type is text, if the copy is smaller. The same file always gives the same copies,
/// and a copy that is there is not made again. Throws std::runtime_error, which names the file.
void compress_static_files(const std::filesystem::path& directory);

/// Removes the copies of this file. Throws std::filesystem::filesystem_error.
void remove_compressed_copies(const std::filesystem::path& file);

}  // namespace aspic
