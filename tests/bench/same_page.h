#pragma once
// The page that all servers of the benchmark send. It has 17 KB. All send the same page, so their
// numbers can be compared.

#include <string>

inline std::string same_page()
{
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>ls(1)</title></head>\n<body>\n";
    for (int line = 0; html.size() < 17'000; ++line) {
        html += "<p>A paragraph of a manual page, number " + std::to_string(line) + ".</p>\n";
    }
    return html + "</body>\n</html>\n";
}
