#include <aspic/developing/file_watch.h>

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <aspic/base/errno_text.h>

namespace aspic {

namespace fs = std::filesystem;

FileWatch::FileWatch(std::function<bool(const fs::path&)> enters)
    : enters_{std::move(enters)}, inotify_{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)}
{
    if (!inotify_.is_open())
        throw std::runtime_error{"cannot watch files: " + errno_text() +
                                 "; raise fs.inotify.max_user_instances (sysctl), or use "
                                 "--production"};
}

void FileWatch::add(const fs::path& directory)
{
    watch(directory, false);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the directories
void FileWatch::add_tree(const fs::path& directory)
{
    watch(directory, true);
    std::error_code error;
    for (auto entry = fs::directory_iterator{directory, error};
         !error && entry != fs::directory_iterator{}; entry.increment(error)) {
        std::error_code unreadable;
        if (entry->is_directory(unreadable) && !entry->is_symlink(unreadable) &&
            enters_(entry->path()))
            add_tree(entry->path());
    }
}

void FileWatch::watch(const fs::path& directory, bool is_tree)
{
    if (directories_.size() >= most_directories) {
        is_full_ = true;
        return;
    }
    constexpr std::uint32_t mask =
        IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR;
    const int number = ::inotify_add_watch(inotify_.get(), directory.c_str(), mask);
    if (number < 0) {
        is_full_ = is_full_ || errno == ENOSPC || errno == ENOMEM;
        return;
    }
    Directory& known = directories_[number];
    known.path = directory;
    known.is_tree = known.is_tree || is_tree;
}

std::set<fs::path> FileWatch::changed()
{
    std::set<fs::path> files;
    alignas(inotify_event) std::array<char, 16'384> buffer{};
    for (;;) {
        const ssize_t got = ::read(inotify_.get(), buffer.data(), buffer.size());
        if (got <= 0) return files;
        for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const char* const name = buffer.data() + at + sizeof event;
            at += sizeof event + event.len;
            if ((event.mask & IN_Q_OVERFLOW) != 0) {
                for (const auto& [number, directory] : directories_)
                    files.insert(directory.path);
                continue;
            }
            const auto found = directories_.find(event.wd);
            if (found == directories_.end()) continue;
            if ((event.mask & IN_IGNORED) != 0) {
                directories_.erase(found);
                continue;
            }
            if (event.len == 0) continue;
            const fs::path path = found->second.path / name;
            files.insert(path);
            const bool is_new_directory =
                (event.mask & IN_ISDIR) != 0 && (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0;
            if (!is_new_directory || !found->second.is_tree || !enters_(path)) continue;
            add_tree(path);
            // Files may have been made there before it was watched.
            std::error_code error;
            for (auto entry = fs::recursive_directory_iterator{path, error};
                 !error && entry != fs::recursive_directory_iterator{}; entry.increment(error))
                files.insert(entry->path());
        }
    }
}

}  // namespace aspic
