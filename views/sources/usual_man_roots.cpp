#include "sources/usual_man_roots.h"

#include <algorithm>
#include <system_error>
#include <vector>

namespace manual {

namespace fs = std::filesystem;

std::string usual_man_roots(const fs::path& program)
{
    std::error_code error;
    const fs::path beside = fs::canonical(program, error).parent_path();
    std::vector<fs::path> found;
    for (const fs::path& place : {beside / "man", beside.parent_path() / "share/man",
                                  fs::path{"/usr/local/share/man"}, fs::path{"/usr/share/man"}}) {
        const fs::path real = fs::canonical(place, error);
        if (error || !fs::is_directory(real, error)) continue;
        if (real.string().find(':') != std::string::npos) continue;  // two names for ManRoot
        if (std::find(found.begin(), found.end(), real) == found.end()) found.push_back(real);
    }
    if (found.empty()) return "/usr/share/man";
    std::string roots;
    for (const fs::path& root : found)
        roots += (roots.empty() ? "" : ":") + root.string();
    return roots;
}

}  // namespace manual
