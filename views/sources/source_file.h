// Reads one file of a manual page, and decompresses it. Any thread may call this.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace manual {

// Returns the content, decompressed. `file` is a real path, without links. If `whole` is false, it
// returns at most `limit` bytes in whole lines, or the content before the damage. Throws SourceError
// if the file cannot be read, or if `whole` is true and the file is damaged, or has more than
// `limit` bytes.
std::string read_source_file(const std::filesystem::path& file, std::size_t limit, bool whole);

}  // namespace manual
