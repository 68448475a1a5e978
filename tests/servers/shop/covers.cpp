#include "covers.h"

#include <array>

namespace shop {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

namespace {

struct ImageType {
    std::string_view start;
    std::string_view suffix;
    std::string_view name;
};

constexpr std::array<ImageType, 3> image_types{{
    {"\x89PNG\r\n\x1a\n"sv, ".png"sv, "image/png"sv},
    {"\xff\xd8\xff"sv, ".jpg"sv, "image/jpeg"sv},
    {"GIF8"sv, ".gif"sv, "image/gif"sv},
}};

fs::path covers;

}  // namespace

void keep_covers_in(const fs::path& directory)
{
    fs::create_directories(directory);
    covers = directory;
}

std::optional<Cover> find_cover(int item)
{
    for (const ImageType& type : image_types) {
        const fs::path file = cover_file(item, type.suffix);
        std::error_code error;
        const auto written = fs::last_write_time(file, error);
        if (error) continue;
        // Two files that are written within a few milliseconds may have the same time.
        const auto size = fs::file_size(file, error);
        if (error) continue;
        return Cover{file, type.name,
                     std::to_string(written.time_since_epoch().count()) + '-' +
                         std::to_string(size) + std::string{type.suffix}};
    }
    return {};
}

std::string_view image_suffix(std::string_view start)
{
    for (const ImageType& type : image_types)
        if (start.starts_with(type.start)) return type.suffix;
    return {};
}

fs::path cover_file(int item, std::string_view suffix)
{
    return covers / (std::to_string(item) + std::string{suffix});
}

void remove_other_covers(int item, std::string_view suffix)
{
    for (const ImageType& type : image_types)
        if (type.suffix != suffix) fs::remove(cover_file(item, type.suffix));
}

}  // namespace shop
