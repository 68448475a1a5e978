#include "catalogue/page_summary.h"

#include <aspic/aspic.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "base/text.h"
#include "sources/name_section.h"

namespace manual {

namespace {

PageSummary unreadable(std::string why)
{
    return {{}, {}, {}, std::move(why)};
}

PageSummary summary(const ManRoot& root, const ManFile& file)
{
    if (!file.problem.empty()) return unreadable("page " + file.path + " " + file.problem);
    ManBeginning source;
    try {
        source = root.beginning(file.path);
    } catch (const SourceError& error) {
        return unreadable(error.what());
    }
    if (source.text.empty()) return unreadable("page " + file.path + " is empty or damaged");

    PageSummary result;
    bool has_own = false;  // if the names have different descriptions, this name's one is used
    for (auto& [name, description] : read_name_section(source.text)) {
        const bool own = name == file.name && !has_own;
        if (name != file.name) result.aliases += name + '\n';
        if (own || result.description.empty()) result.description = std::move(description);
        has_own = has_own || own;
    }
    result.included = ManRoot::state_of(source.included);
    return result;
}

}  // namespace

std::vector<PageSummary> summaries(const ManRoot& root, const std::vector<ManFile>& files)
{
    std::vector<PageSummary> results(files.size());
    std::atomic<std::size_t> next{0};
    aspic::ProgressBar progress{"Reading manual pages", files.size()};
    const auto work = [&] {
        for (std::size_t i; (i = next++) < files.size(); progress.advance())
            results[i] = summary(root, files[i]);
    };
    {
        // The threads are joined before the results are returned.
        std::vector<std::jthread> readers;
        const unsigned wanted = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
        for (unsigned i = 0; i < wanted && i < files.size(); ++i)
            readers.emplace_back(work);
    }
    return results;
}

std::vector<std::string> included_files(const std::string& included)
{
    std::vector<std::string> files;
    for (const std::string_view line : split(included, '\n')) {
        if (!line.empty()) files.emplace_back(line.substr(0, line.find('\t')));
    }
    return files;
}

}  // namespace manual
