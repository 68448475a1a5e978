#pragma once
// Pages that look alike, for tests of dictionaries.

#include <string>

namespace support {

/// About 3 KB; most of it is the same for every number.
inline std::string numbered_page(int number)
{
    const std::string name = "page-" + std::to_string(number * 7919);
    std::string page = "<!DOCTYPE html><html lang=\"en\"><head><title>" + name + "</title></head>";
    for (int i = 0; i < 40; ++i) {
        page += "<section id=\"part-" + std::to_string(i * i * 31) + "\"><h2>Part " +
                std::to_string(i) + "</h2><p class=\"a-" + std::to_string(i * 17) + "\">";
        if (i % 8 == 0) page += name + std::to_string(number * i);
        page += "</p></section>\n";
    }
    return page + "</html>";
}

}  // namespace support
