// Directories of manual pages such as /usr/share/man: the list of their files, and their sources.
// If two of them have the same page, the first one counts. The section of a page is the real suffix
// of its file, so `man3/d2i_X509.3ssl.gz` is in section 3ssl. Directories of translations (`de`,
// `pt_BR`) are ignored. Returns only values. Any thread may call this.
//
// A symbolic link or a `.so` request may lead through other places, such as Debian's
// /etc/alternatives. But the file at its end must be in these directories, or be a page in another
// `man/man<section>/` directory (java(1) is in one below /usr/lib/jvm). So a link to /etc/shadow is
// not a page.
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
    std::string path;           // relative to its directory: "man1/ls.1.gz"
    std::string section;        // "1", "3ssl"
    std::string name;           // "ls"
    std::int64_t modified = 0;  // of the file that the links lead to; ns since 1970
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

// Parses a file name: "git-log.1.gz" -> {"git-log", "1"}. Returns nothing if the file is not a
// page, or if its compression is not supported.
std::optional<PageName> page_name(std::string_view file_name);

class ManRoot {
public:
    // `directories` are separated by colons, as in MANPATH. Throws SourceError with the name of a
    // directory that does not exist.
    explicit ManRoot(const std::string& directories);

    // The real paths of the directories, separated by colons.
    std::string name() const;

    // Returns all pages, ordered by path. If two files have the same name and section, only the one
    // in the first directory is returned, and there the first by path. Links that lead nowhere, or
    // to a file that is not a page, are skipped.
    std::vector<ManFile> files() const;

    // Returns true if the file of a page still exists.
    bool has(std::string_view path) const;

    // Returns the roff source of the page, decompressed, with the included files in place of the
    // `.so` requests. Throws SourceError if it cannot be read, is damaged, is larger than 16 MB, or
    // has more than 200 `.so` requests, including those in the included files.
    std::string source(std::string_view path) const;

    // Returns about the first 64 KB of the source, or less if it is damaged. Throws SourceError if
    // it cannot be read at all, or has too many `.so` requests.
    std::string beginning(std::string_view path) const;

private:
    struct Reading;

    bool allowed(const std::filesystem::path& real) const;
    void add_files(const std::filesystem::path& directory, std::vector<ManFile>& files) const;
    std::optional<std::filesystem::path> included(std::string_view target,
                                                  const std::filesystem::path& from) const;
    void expand(const std::filesystem::path& file, int depth, Reading& reading) const;
    std::string load(std::string_view path, std::size_t limit, bool whole) const;

    std::vector<std::filesystem::path> directories_;  // canonical; not empty
};

}  // namespace manual
