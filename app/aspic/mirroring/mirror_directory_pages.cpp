// The files of pages in the mirror's directory: how they are drafted, placed and removed.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include <aspic/mirroring/mirror_directory.h>
#include <aspic/mirroring/mirror_writing.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

using mirror_writing::directory_mode;
using mirror_writing::failure;
using mirror_writing::write_file;

bool is_directory(int parent, const char* name)
{
    struct stat found {};
    return ::fstatat(parent, name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(found.st_mode);
}

}  // namespace

bool MirrorDirectory::draft(const Texts& texts, std::string& why) const
{
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].empty() || write_file(draft_of(i), texts[i])) continue;
        why = failure("cannot write", draft_of(i));
        drop_draft();
        return false;
    }
    return true;
}

void MirrorDirectory::drop_draft() const
{
    for (std::size_t i = 0; i < mirrored_coding_count; ++i)
        ::unlink(draft_of(i).c_str());
}

bool MirrorDirectory::place(const std::string& name, const Texts& texts, std::string& why)
{
    bool is_placed = make_directories(name);
    // In the order in which the front end looks for them: it remembers that a page has no copy.
    for (std::size_t i = texts.size(); is_placed && i-- > 0;) {
        const std::string file = name + std::string{mirror_suffix(static_cast<ContentCoding>(i))};
        is_placed =
            texts[i].empty()
                ? ::unlinkat(pages_.get(), file.c_str(), 0) == 0 || errno == ENOENT
                : ::renameat(AT_FDCWD, draft_of(i).c_str(), pages_.get(), file.c_str()) == 0;
    }
    if (!is_placed) {
        why = failure("cannot place", path_ / "pages" / name);
        drop_draft();
    }
    return is_placed;
}

bool MirrorDirectory::remove(const std::vector<std::string>& names, std::string& why)
{
    if (names.empty()) return true;
    const auto failed = std::count_if(names.begin(), names.end(),
                                      [&](const auto& name) { return !remove_files(name, why); });
    return note_removal(why) && failed == 0;
}

bool MirrorDirectory::remove_files(const std::string& name, std::string& why) const
{
    for (std::size_t i = 0; i < mirrored_coding_count; ++i) {
        const std::string file = name + std::string{mirror_suffix(static_cast<ContentCoding>(i))};
        if (::unlinkat(pages_.get(), file.c_str(), 0) == 0 || errno == ENOENT) continue;
        why = failure("cannot remove", path_ / "pages" / file);
        return false;
    }
    remove_empty_directories(name);
    return true;
}

fs::path MirrorDirectory::draft_of(std::size_t coding) const
{
    return path_ / (draft_ + std::string{mirror_suffix(static_cast<ContentCoding>(coding))});
}

// A directory is made beside pages/, as a draft is, and then moved. There it gets the group of the
// front end. Below pages/, only the setgid bit would give that group. But a chmod removes this bit
// if the process is not in the group, and RestrictSUIDSGID of systemd forbids to set it.
bool MirrorDirectory::make_directory(int parent, const char* name) const
{
    if (is_directory(parent, name)) return true;
    const fs::path made = path_ / draft_;
    if (::mkdir(made.c_str(), directory_mode) != 0 && errno != EEXIST) return false;
    // The mode does not depend on the umask.
    return ::chmod(made.c_str(), directory_mode) == 0 &&
           ::renameat(AT_FDCWD, made.c_str(), parent, name) == 0;
}

bool MirrorDirectory::make_directories(const std::string& name) const
{
    for (std::size_t end = name.find('/'); end != std::string::npos; end = name.find('/', end + 1))
        if (!make_directory(pages_.get(), name.substr(0, end).c_str())) return false;
    return true;
}

void MirrorDirectory::remove_empty_directories(std::string name) const
{
    for (std::size_t end = name.rfind('/'); end != std::string::npos; end = name.rfind('/')) {
        name.resize(end);
        if (::unlinkat(pages_.get(), name.c_str(), AT_REMOVEDIR) != 0) return;
    }
}

}  // namespace aspic
