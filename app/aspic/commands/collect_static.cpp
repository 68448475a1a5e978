#include <sodium.h>

#include <filesystem>
#include <iostream>

#include <aspic/commands/commands.h>
#include <aspic/rendering/static_files.h>

namespace aspic {

int collect_static(const std::vector<std::string>& arguments)
{
    if (arguments.empty())
        throw UsageError{
            "collect-static needs a directory, and optionally files to copy there beside the "
            "library's own: collect-static DIR [SOURCE...]"};
    const std::vector<std::filesystem::path> sources{arguments.begin() + 1, arguments.end()};
    const std::size_t count = collect_static_files(sources, arguments.front());
    std::cout << count << " static files in " << arguments.front() << '\n';
    return 0;
}

}  // namespace aspic
