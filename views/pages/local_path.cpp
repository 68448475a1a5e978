#include "pages/local_path.h"

#include <aspic/aspic.h>

namespace manual {

std::string local_path(std::optional<std::string_view> typed)
{
    std::string path = aspic::local_path(typed);
    if (path.starts_with("/account/") || path.starts_with("/_")) return "/";
    return path;
}

}  // namespace manual
