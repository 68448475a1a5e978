#pragma once
// The directory of the mirror. One process at a time keeps it: the one that has the lock.
//
//     pages/      the files (mirror_path.h, mirror_file.h); the keeper makes it, empty, when it
//                 takes the lock
//     changes     its size grows after files were removed; the front end may use what it has
//                 read as long as the size is the same
//     alive       until when the front end may trust pages/ (see `trust`)
//     version     the owner: the version of the program that the pages are from, and its site
//     lock        the name of the keeper
//     hints       pages that other workers have: the keeper takes them from the shared store
//     draft-*     files and directories that are being made
//     old-*       a former pages/, which is being deleted
//
// The keeper writes into pages/ by its descriptor. So when somebody has moved it away, what a late
// keeper still writes there is never sent. One thread at a time. The drafts and `delete_old` are
// for the thread of the keeper; another thread may do the rest meanwhile.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/base/file_descriptor.h>
#include <aspic/mirroring/mirror_path.h>

namespace aspic {

class MirrorDirectory {
public:
    explicit MirrorDirectory(std::filesystem::path directory);

    /// Why this process cannot keep a mirror there; empty if it can. Makes the directory if its
    /// parent exists.
    static std::string why_not_usable(const std::filesystem::path& directory);

    /// Why the front end may be unable to read what is made there; empty if nothing speaks for it.
    static std::string why_unreadable(const std::filesystem::path& directory);

    /// Whose pages are in the directory; empty if that is not known.
    std::string owner() const;
    /// From now on, pages of another owner are not sent. Returns false if that failed; `why` then
    /// says why.
    bool set_owner(std::string_view owner, std::string& why);
    /// A process holds the lock.
    bool is_kept() const;

    enum class Taken : std::uint8_t { done, held_by_another, failed };
    /// Takes the lock, removes all pages, and leaves the name of the keeper. If that failed, `why`
    /// says why.
    Taken take(std::string_view keeper, std::string& why);
    /// The keeper that had the lock before `take`, and did not give it up; empty if there was none.
    const std::string& former_keeper() const { return former_keeper_; }
    bool is_held() const { return lock_.is_open(); }
    /// False if another process has moved the pages away, or the directory was replaced.
    bool is_intact() const;
    /// Removes all pages, and gives up the lock. Returns false if they could not be removed: the
    /// lock is held then. `why` says why.
    bool give_up(std::string& why);
    /// Gives up the lock, and leaves the pages. REQUIRES: nobody trusts them any more.
    void leave() { lock_.close(); }

    /// By the time of day, and by the time since the machine's start.
    struct Moment {
        std::chrono::milliseconds clock;
        std::chrono::milliseconds uptime;
    };
    static Moment now();
    /// The front end may trust the pages from that moment on for so long, by both clocks. So if the
    /// time of day is set back, no page gets more time.
    bool trust(const Moment& from, std::chrono::milliseconds time, std::string& why) const;

    /// By coding; nothing if there is no such copy.
    using Texts = std::array<std::string, mirrored_coding_count>;
    /// The page's files in pages/ are these, whole, and no others, when `place` returns true.
    bool draft(const Texts& texts, std::string& why) const;
    bool place(const std::string& name, const Texts& texts, std::string& why);
    /// Forgets what `draft` has made.
    void drop_draft() const;
    /// Removes the files of these pages, and directories that are then empty. Tries all of them.
    /// Returns false if a file is still there.
    bool remove(const std::vector<std::string>& names, std::string& why);
    /// From now on, the front end uses nothing that it has read before. `remove` and `clear` do
    /// that too.
    bool note_removal(std::string& why) const;
    /// Removes all pages.
    bool clear(std::string& why);
    /// The keeper that has the lock, if it has left its name.
    std::string keeper() const;
    /// Adds lines for the keeper, if it reads them. Any process.
    void hint(std::string_view lines) const;
    /// Returns the lines that are new.
    std::string take_hints() const;

    /// Deletes what was moved away, and drafts of keepers that were killed.
    void delete_old() const;

private:
    bool make_pages(std::string& why);
    bool move_pages_away(std::string& why) const;
    bool remove_files(const std::string& name, std::string& why) const;
    bool replace(const char* name, std::string_view text, std::string& why) const;
    std::filesystem::path draft_of(std::size_t coding) const;
    bool make_directory(int parent, const char* name) const;
    bool make_directories(const std::string& name) const;
    void remove_empty_directories(std::string name) const;

    const std::filesystem::path path_;
    const std::string draft_;  // no other process uses this name
    FileDescriptor lock_;
    FileDescriptor pages_;
    std::string former_keeper_;
};

}  // namespace aspic
