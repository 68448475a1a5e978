#pragma once
// The page that all servers of the benchmark send: lines of text, as in a manual page. All servers
// send the same bytes, so their numbers can be compared.

#include <cstddef>
#include <string>

/// `number` is in its text, so pages of other numbers have other bytes.
inline std::string same_page(std::size_t size = 17'000, int number = 1)
{
    const std::string name = std::to_string(number);
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>page(" + name +
                       ")</title></head>\n<body>\n";
    for (int line = 0; html.size() < size; ++line) {
        html += "<p>A paragraph of manual page " + name + ", number " + std::to_string(line) +
                ".</p>\n";
    }
    return html + "</body>\n</html>\n";
}
