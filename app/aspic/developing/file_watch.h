#pragma once
// Hears of changed files in directories (inotify). One thread.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include <aspic/base/file_descriptor.h>

namespace aspic {

class FileWatch {
public:
    /// More directories than these are not watched, so that a forgotten tree does not take all that
    /// the system allows.
    static constexpr std::size_t most_directories = 4000;

    /// `enters` says whether the directories below this one are watched too. Throws
    /// std::runtime_error, which says what to do.
    explicit FileWatch(std::function<bool(const std::filesystem::path&)> enters);

    /// The files in a directory. Does nothing if there is none.
    void add(const std::filesystem::path& directory);
    /// With all directories below it, also those that are made later.
    void add_tree(const std::filesystem::path& directory);

    int descriptor() const { return inotify_.get(); }
    /// Files that have been written, made, moved or removed since the last call; also directories
    /// whose names have changed.
    std::set<std::filesystem::path> changed();
    /// True if not everything could be watched.
    bool is_full() const { return is_full_; }

private:
    struct Directory {
        std::filesystem::path path;
        bool is_tree = false;
    };
    void watch(const std::filesystem::path& directory, bool is_tree);

    std::function<bool(const std::filesystem::path&)> enters_;
    FileDescriptor inotify_;
    std::map<int, Directory> directories_;
    bool is_full_ = false;
};

}  // namespace aspic
