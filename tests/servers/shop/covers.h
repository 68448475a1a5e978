#pragma once
// The pictures of the items: files in a directory, such as "3.png". Any thread.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace shop {

struct Cover {
    std::filesystem::path file;
    std::string_view type;  // "image/png"
    std::string version;    // changes with the file
};

/// Where they are kept. Before any other function.
void keep_covers_in(const std::filesystem::path& directory);

std::optional<Cover> find_cover(int item);

/// The suffix of the files of an image that begins with these bytes (8 are enough); empty if it is
/// no image that browsers show. What the client says about the type of an upload may be wrong.
std::string_view image_suffix(std::string_view start);

/// Where the cover of this type is.
std::filesystem::path cover_file(int item, std::string_view suffix);
/// Removes covers of other types, which an item may have had before.
void remove_other_covers(int item, std::string_view suffix);

}  // namespace shop
