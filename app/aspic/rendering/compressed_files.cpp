#include <aspic/rendering/compressed_files.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <string_view>

#include <aspic/base/compression.h>
#include <aspic/base/whole_file.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

// The best that each can do: nobody waits for these, as for the entries of the page cache.
std::string with_gzip(std::string_view content)
{
    return compress_by_gzip(content, {}, {.level = 9, .memory = 9}).first;
}

std::string with_brotli(std::string_view content)
{
    constexpr int most_quality = 11;
    return compress_by_brotli(content, most_quality);
}

struct Coding {
    const char* ending;
    std::string (*compress)(std::string_view content);
};

constexpr std::array<Coding, 2> codings{Coding{".br", with_brotli}, Coding{".gz", with_gzip}};

// The configurations of the front ends name the same types.
bool is_text(const fs::path& file)
{
    constexpr std::array<std::string_view, 9> endings{
        ".css", ".js", ".mjs", ".txt", ".html", ".json", ".map", ".webmanifest", ".svg"};
    return std::find(endings.begin(), endings.end(), file.extension().string()) != endings.end();
}

fs::path copy_of(fs::path file, const Coding& coding)
{
    return file += coding.ending;
}

}  // namespace

void compress_static_files(const fs::path& directory)
{
    std::istringstream lines{read_whole_file(directory / "manifest")};
    for (std::string name, hashed; lines >> name >> hashed;) {
        const fs::path file = directory / hashed;
        if (!is_text(file)) continue;
        std::string content;
        for (const Coding& coding : codings) {
            const fs::path copy = copy_of(file, coding);
            if (fs::exists(copy)) continue;
            if (content.empty()) content = read_whole_file(file);
            const std::string compressed = coding.compress(content);
            // On disk before it has its name: a later run cannot see that a power cut has left a
            // part of it.
            if (!compressed.empty() && compressed.size() < content.size())
                write_whole_file(copy, compressed, OnDisk::yes);
        }
    }
}

void remove_compressed_copies(const fs::path& file)
{
    for (const Coding& coding : codings)
        fs::remove(copy_of(file, coding));
}

}  // namespace aspic
