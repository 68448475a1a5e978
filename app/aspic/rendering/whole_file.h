#pragma once
// Reads and writes static files and their lists, each as a whole. Any thread, any process.

#include <filesystem>
#include <string>
#include <string_view>

namespace aspic {

/// Throws std::runtime_error, which names the file.
std::string read_whole_file(const std::filesystem::path& file);

/// Writes by rename, so a reader never sees half a file. Throws std::runtime_error, which names the
/// file.
void write_whole_file(const std::filesystem::path& file, std::string_view content);

}  // namespace aspic
