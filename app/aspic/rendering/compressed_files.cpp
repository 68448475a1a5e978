#include <aspic/rendering/compressed_files.h>

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <string_view>

#include <aspic/base/whole_file.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

// The best that each can do: the entries of the page cache are made with a visitor waiting, these
// are not.
std::string with_gzip(std::string_view content)
{
    constexpr int window = 15 + 16;  // 16 asks zlib for gzip's header
    constexpr int most_memory = 9;
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, most_memory,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    std::string compressed(deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
    stream.avail_out = static_cast<uInt>(compressed.size());
    compressed.resize(deflate(&stream, Z_FINISH) == Z_STREAM_END ? stream.total_out : 0);
    deflateEnd(&stream);
    return compressed;
}

std::string with_brotli(std::string_view content)
{
    std::size_t size = BrotliEncoderMaxCompressedSize(content.size());
    std::string compressed(size, '\0');
    const auto done =
        BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                              content.size(), reinterpret_cast<const std::uint8_t*>(content.data()),
                              &size, reinterpret_cast<std::uint8_t*>(compressed.data()));
    compressed.resize(done == BROTLI_TRUE ? size : 0);
    return compressed;
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
