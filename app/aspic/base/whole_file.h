#pragma once
// Reads and writes files, each as a whole. Any thread, any process.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace aspic {

/// Throws std::runtime_error, which names the file.
std::string read_whole_file(const std::filesystem::path& file);

/// True if something other than a regular file is there: a directory, a device, a FIFO.
bool is_special_file(const std::filesystem::path& file);

/// The file that this name leads to, through symbolic links. It need not exist. A loop of links
/// ends at one of them.
std::filesystem::path without_links(std::filesystem::path file);

enum class OnDisk : std::uint8_t { no, yes };

/// Writes by rename, so a reader never sees half a file: with OnDisk::yes, not after a power cut
/// either. A symbolic link is replaced by the file. Throws std::runtime_error, which names the file.
void write_whole_file(const std::filesystem::path& file, std::string_view content,
                      OnDisk on_disk = OnDisk::no);

}  // namespace aspic
