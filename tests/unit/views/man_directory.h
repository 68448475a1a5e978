// A temporary directory in which a test makes small man roots.
#pragma once

#include <zlib.h>

#include <filesystem>
#include <string>

#include "../support/temporary_directory.h"

namespace manual {

using support::TemporaryDirectory;

class ManDirectory : public TemporaryDirectory {
public:
    // Names ending in .gz are compressed.
    void write(const std::string& name, const std::string& text) const
    {
        const std::filesystem::path file = TemporaryDirectory::write(name, text);
        if (file.extension() != ".gz") return;
        gzFile out = gzopen(file.c_str(), "wb");
        gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
        gzclose(out);
    }

    void link(const std::string& name, const std::filesystem::path& target) const
    {
        const std::filesystem::path file = path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::filesystem::create_symlink(target, file);
    }
};

// Source of a small page in man(7).
inline std::string page_source(const std::string& name, const std::string& description,
                               const std::string& body = "")
{
    return ".TH " + name + " 1 \"May 2020\" \"Tools 1.0\"\n.SH NAME\n" + name + " \\- " +
           description + "\n.SH DESCRIPTION\nText of " + name + ".\n" + body + "\n";
}

}  // namespace manual
