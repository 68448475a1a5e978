// What the catalogue keeps of a page's source. Any thread may call this.
#pragma once

#include <string>
#include <vector>

#include "sources/man_root.h"

namespace manual {

struct PageSummary {
    std::string description;
    std::string aliases;   // separated by newlines
    std::string included;  // the state of the files that `.so` requests include
    std::string problem;   // why the page could not be read, one sentence; "" if it could
};

// Reads the pages with a few threads. stderr shows the progress. The results have the order of
// `files`.
std::vector<PageSummary> summaries(const ManRoot& root, const std::vector<ManFile>& files);

// Returns the names of the files in PageSummary::included.
std::vector<std::string> included_files(const std::string& included);

}  // namespace manual
