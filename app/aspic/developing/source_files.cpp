#include <aspic/developing/source_files.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

namespace aspic {

namespace fs = std::filesystem;

namespace {

bool is_below(const fs::path& path, const fs::path& directory)
{
    const auto [end, unused] =
        std::mismatch(directory.begin(), directory.end(), path.begin(), path.end());
    return end == directory.end();
}

bool is_source(const fs::path& path)
{
    constexpr std::array<std::string_view, 9> extensions{".cpp", ".h",   ".hpp", ".cc",   ".hh",
                                                         ".cxx", ".hxx", ".ipp", ".cmake"};
    const std::string extension = path.extension();
    return path.filename() == "CMakeLists.txt" ||
           std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

// What editors and copying programs leave for moments.
bool is_passing(const fs::path& path)
{
    const std::string name = path.filename();
    return name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") ||
           name.ends_with(".tmp") || name == "4913";  // vim tries the directory with this name
}

}  // namespace

ChangeOf SiteSources::kind_of(const fs::path& changed) const
{
    if (changed == program) return ChangeOf::program;
    if (is_passing(changed)) return ChangeOf::nothing;
    const bool is_static =
        std::any_of(static_files.begin(), static_files.end(),
                    [&](const fs::path& source) { return is_below(changed, source); });
    if (is_static) return ChangeOf::static_file;
    // A directory may have been moved, with templates in it.
    if (is_below(changed, templates) && (changed.extension() == ".tpl" || !changed.has_extension()))
        return ChangeOf::template_file;
    if (is_below(changed, root) && is_source(changed)) return ChangeOf::cpp_source;
    return ChangeOf::nothing;
}

bool may_have_sources(const fs::path& directory)
{
    const std::string name = directory.filename();
    std::error_code unreadable;
    return !name.starts_with('.') && name != "node_modules" && name != "build" &&
           !fs::exists(directory / "CMakeCache.txt", unreadable);
}

}  // namespace aspic
