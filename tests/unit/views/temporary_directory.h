// A directory of its own for one test, gone with all that is in it at the end; and small man roots
// in it.
#pragma once

#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace manual {

class TemporaryDirectory {
public:
    TemporaryDirectory()
    {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "manual-test-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"mkdtemp failed"};
        path_ = std::filesystem::canonical(pattern);
    }
    ~TemporaryDirectory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

    // Names ending in .gz are compressed.
    void write(const std::string& name, const std::string& text) const
    {
        const std::filesystem::path file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        if (file.extension() != ".gz") {
            std::ofstream{file, std::ios::binary} << text;
            return;
        }
        gzFile out = gzopen(file.c_str(), "wb");
        gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
        gzclose(out);
    }

    void link(const std::string& name, const std::filesystem::path& target) const
    {
        const std::filesystem::path file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::filesystem::create_symlink(target, file);
    }

private:
    std::filesystem::path path_;
};

// Source of a small page in man(7).
inline std::string page_source(const std::string& name, const std::string& description,
                               const std::string& body = "")
{
    return ".TH " + name + " 1 \"May 2020\" \"Tools 1.0\"\n.SH NAME\n" + name + " \\- " +
           description + "\n.SH DESCRIPTION\nText of " + name + ".\n" + body + "\n";
}

}  // namespace manual
