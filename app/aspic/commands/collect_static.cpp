#include <fcntl.h>

#include <filesystem>
#include <iostream>

#include <aspic/base/file_descriptor.h>
#include <aspic/base/files.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/text.h>
#include <aspic/rendering/compressed_files.h>
#include <aspic/rendering/old_static_files.h>
#include <aspic/rendering/static_files.h>

namespace aspic {

namespace {

// Of two runs at once, one must not remove a file that the other has just found to be there. A file
// system without locks is no reason to collect nothing.
FileDescriptor wait_for_others(const std::filesystem::path& directory)
{
    std::filesystem::create_directories(directory);
    FileDescriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.is_open()) lock(opened);
    return opened;
}

}  // namespace

int collect_static(const CommandLine& line)
{
    const std::vector<std::string>& arguments = line.arguments;
    if (arguments.empty())
        throw UsageError{
            "collect-static needs a directory, and optionally files to copy there beside the "
            "library's own: collect-static DIR [SOURCE...]"};
    const std::vector<std::filesystem::path> sources{arguments.begin() + 1, arguments.end()};
    const FileDescriptor locked = wait_for_others(arguments.front());
    const std::size_t count = collect_static_files(sources, arguments.front());
    if (!line.options.uncompressed) compress_static_files(arguments.front());
    const std::size_t removed =
        remove_old_static_files(arguments.front(), line.options.keep, current_time());
    std::cout << count << " static files in " << arguments.front();
    if (removed > 0) std::cout << "; " << counted(removed, "old one") << " removed";
    std::cout << '\n';
    return 0;
}

}  // namespace aspic
