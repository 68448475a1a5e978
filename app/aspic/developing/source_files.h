#pragma once
// Which changed files concern `dev`, and how. Pure functions and values.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace aspic {

enum class ChangeOf : std::uint8_t { nothing, template_file, static_file, cpp_source, program };

/// What the site is made of. All paths are absolute.
struct SiteSources {
    std::filesystem::path templates;
    std::vector<std::filesystem::path> static_files;  // files, or directories with all in them
    std::filesystem::path root;                       // above the C++ sources
    std::filesystem::path program;

    ChangeOf kind_of(const std::filesystem::path& changed) const;
};

/// False for the directories in which no source is: hidden ones, those of packages for node, and
/// those that CMake builds in.
bool may_have_sources(const std::filesystem::path& directory);

}  // namespace aspic
