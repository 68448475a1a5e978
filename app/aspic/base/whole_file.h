#pragma once
// Reads and writes files, each as a whole. Any thread, any process.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace aspic {

/// Throws std::runtime_error, which names the file.
std::string read_whole_file(const std::filesystem::path& file);

enum class FileKind : std::uint8_t {
    regular,  // can be read again, and never waits for a writer
    any,      // also a FIFO or a device, such as /dev/stdin
};

/// The same for a file that a user names, so it may be anything. A larger one is refused, and never
/// read whole. Throws std::runtime_error, which says what is wrong with it ("it is a directory")
/// without its name.
std::string read_bounded_file(const std::filesystem::path& file, std::size_t most_bytes,
                              FileKind kind = FileKind::regular);

/// True if something other than a regular file is there: a directory, a device, a FIFO.
bool is_special_file(const std::filesystem::path& file);

/// The file that this name leads to, through symbolic links. It need not exist. A loop of links
/// ends at one of them.
std::filesystem::path without_links(std::filesystem::path file);

enum class OnDisk : std::uint8_t { no, yes };

/// Writes by rename, so a reader never sees half a file: with OnDisk::yes, not after a power cut
/// either. Replaces a symbolic link. Throws std::runtime_error, which names the file.
void write_whole_file(const std::filesystem::path& file, std::string_view content,
                      OnDisk on_disk = OnDisk::no);

}  // namespace aspic
