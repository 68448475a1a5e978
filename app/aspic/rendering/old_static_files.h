#pragma once
// Removes static files that the site has ceased to use. A page that a browser or a cache keeps may
// name such a file for as long as it is kept, so a file stays for a time after it has left the
// manifest. DIRECTORY/former says since when each file is out of it.

#include <chrono>
#include <cstddef>
#include <filesystem>

#include <aspic/base/clock.h>

namespace aspic {

/// For after collect_static_files. Returns the number of files that were removed: they are not in
/// DIRECTORY/manifest, this function has known that since `now - keep`, and their names have the
/// hash of their content, so another program has not written them. If the list `former` is lost,
/// the time begins again. Throws std::runtime_error, which names the file.
std::size_t remove_old_static_files(const std::filesystem::path& directory,
                                    std::chrono::seconds keep, Time now);

}  // namespace aspic
