// A directory of manual pages such as /usr/share/man: which files are in it, and their sources.
// Sections come from the real suffix of a file, so `man3/d2i_X509.3ssl.gz` is in section 3ssl.
// Directories of translations (`de`, `pt_BR`) are left aside. Values only; callable from any
// thread.
//
// A symbolic link or a `.so` request may lead through other places, as Debian's /etc/alternatives,
// but what is read at its end lies in this directory, or is a page in another `man/man<section>/`
// directory (java(1) is in one below /usr/lib/jvm). So a link to /etc/shadow is not a page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

struct ManFile {
    std::string path;           // relative to the root: "man1/ls.1.gz"
    std::string section;        // "1", "3ssl"
    std::string name;           // "ls"
    std::int64_t modified = 0;  // of the file at the end of links; ns since 1970
    std::int64_t size = 0;      // of that file, in bytes
};

class SourceError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct PageName {
    std::string name;
    std::string section;
};

// "git-log.1.gz" -> {"git-log", "1"}; nothing for a file that is not a page, or one whose
// compression is not known.
std::optional<PageName> page_name(std::string_view file_name);

class ManRoot {
public:
    // Throws SourceError, naming the directory, if there is no such directory.
    explicit ManRoot(const std::filesystem::path& directory);

    const std::filesystem::path& directory() const { return directory_; }

    // All pages by path. Where two files claim one name in one section, only the first by path is
    // there. Dangling links and links to what is no page are left out.
    std::vector<ManFile> files() const;

    // Whether the file of a page is still there.
    bool has(std::string_view path) const;

    // The page's roff source, decompressed, with what `.so` requests include put in their places.
    // Throws SourceError if it cannot be read, is damaged, is larger than 16 MB, or has more than
    // 200 `.so` requests, those of the files that it includes among them.
    std::string source(std::string_view path) const;

    // About the first 64 KB of the same, as far as it can be read without damage. Throws SourceError
    // if it cannot be read at all, or has too many `.so` requests.
    std::string beginning(std::string_view path) const;

private:
    struct Reading;

    bool allowed(const std::filesystem::path& real) const;
    std::optional<std::filesystem::path> included(std::string_view target,
                                                  const std::filesystem::path& from) const;
    void expand(const std::filesystem::path& file, int depth, Reading& reading) const;
    std::string load(std::string_view path, std::size_t limit, bool whole) const;

    std::filesystem::path directory_;  // canonical
};

}  // namespace manual
