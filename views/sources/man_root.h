// Directories of manual pages such as /usr/share/man: the list of their files, and their sources.
// If two of them have the same page, the first one counts. The section of a page is the real suffix
// of its file, so `man3/d2i_X509.3ssl.gz` is in section 3ssl. Translations are in directories below
// (`de/man1`, `pt_BR/man1`). Returns only values. Any thread may call this.
//
// A symbolic link or a `.so` request may lead through other places, such as Debian's
// /etc/alternatives. But the file at its end must be in these directories, or be a page in another
// `man/` or `man/man<section>/` directory (java(1) is in one below /usr/lib/jvm). So a link to
// /etc/shadow is not a page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sources/page_name.h"

namespace manual {

struct ManFile {
    std::string path;           // relative to its directory: "man1/ls.1.gz", "de/man1/ls.1.gz"
    std::string section;        // "1", "3ssl"
    std::string name;           // "ls"
    std::int64_t modified = 0;  // of the file that the links lead to; ns since 1970
    std::int64_t size = 0;      // of that file, in bytes
    std::string language;       // a BCP 47 tag: "en", "pt-BR"
    std::string problem;        // why the file cannot be read; "" if it can
};

class SourceError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct ManBeginning {
    std::string text;
    std::vector<std::string> included;  // the real paths of the files that `.so` requests include
};

class ManRoot {
public:
    // `directories` are separated by colons, as in MANPATH. Throws SourceError with the name of a
    // directory that does not exist.
    explicit ManRoot(const std::string& directories);

    // The real paths of the directories, separated by colons.
    std::string name() const;

    // Returns the pages of all languages, ordered by path. If two files have the same language, name
    // and section, only the one in the first directory is returned, and there the first by path.
    // A page in a directory `en` counts as one outside of all directories of translations. A file
    // with a problem is returned only if there is no other file for its page.
    std::vector<ManFile> files() const;

    // Returns true if the file of a page still exists.
    bool has(std::string_view path) const;

    // Returns the whole path of a page's file, which may be a link, in the first directory that has
    // it. Returns an empty path if there is none.
    std::filesystem::path place_of(std::string_view path) const;

    // Returns the roff source of the page, decompressed and in UTF-8, with the included files in
    // place of the `.so` requests. Throws SourceError if it cannot be read, is damaged, is larger
    // than 16 MB, has more than 200 `.so` requests, including those in the included files, or has
    // nothing but `.so` requests for files that are not there.
    std::string source(std::string_view path) const;

    // Returns about the first 64 KB of the source, or less if it is damaged. Throws SourceError as
    // source() does, but not for its size, and not for damage after its beginning.
    ManBeginning beginning(std::string_view path) const;

    // Returns the current state of files as one text: another text means that one of them changed.
    static std::string state_of(const std::vector<std::string>& files);

private:
    struct Reading;

    bool allowed(const std::filesystem::path& real) const;
    void add_files(const std::filesystem::path& root, const std::string& directory,
                   const std::string& language, std::vector<ManFile>& files) const;
    std::string problem_of(const std::filesystem::path& file, const PageName& page) const;
    std::optional<std::filesystem::path> included(std::string_view target,
                                                  const std::filesystem::path& from,
                                                  const std::string& language_directory) const;
    void expand(const std::filesystem::path& file, int depth, Reading& reading) const;
    Reading load(std::string_view path, std::size_t limit, bool whole) const;

    std::vector<std::filesystem::path> directories_;  // canonical; not empty
};

}  // namespace manual
