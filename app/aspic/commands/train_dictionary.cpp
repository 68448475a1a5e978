#include <algorithm>
#include <iostream>
#include <stdexcept>
#include <utility>
#include <vector>

#include <aspic/commands/asked_page.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/job_set_up.h>
#include <aspic/commands/set_up.h>
#include <aspic/commands/text.h>
#include <aspic/entries/compression.h>
#include <aspic/entries/dictionary_training.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/rendering/head_template.h>
#include <aspic/rendering/whole_file.h>
#include <aspic/reporting/progress_bar.h>
#include <aspic/site/dictionary_door.h>

namespace aspic {

namespace {

constexpr std::size_t most_pages = 400;

// The pages are made in this process, and nothing else sees them.
CommandLine for_training(CommandLine line)
{
    line.options.cache = PagesIn::memory;
    line.options.mirror.clear();
    line.options.compression_dictionary.clear();
    line.options.debug = false;
    return line;
}

// REQUIRES: the site has started.
std::vector<std::string> targets_of(const Site& site, const CommandLine& line)
{
    std::vector<std::string> paths{line.arguments.begin() + 1, line.arguments.end()};
    if (paths.empty()) {
        auto listed = site.paths(line.settings);
        if (!listed)
            throw UsageError{"this site does not list its paths: give paths of pages after FILE"};
        paths = std::move(*listed);
    }
    std::vector<std::string> targets;
    const std::size_t count = std::min(paths.size(), most_pages);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string& path = paths[i * paths.size() / count];
        targets.push_back(asked_page(path, line.options.mount).with_mount(line.options.mount));
    }
    return targets;
}

// The file is replaced by rename, so a device or a FIFO would be lost.
void check_is_replaceable(const std::string& file)
{
    if (is_special_file(file))
        throw UsageError{file + " exists and is not a regular file: give the name of a file"};
}

std::vector<std::string> pages_at(const std::vector<std::string>& targets,
                                  const Application& application)
{
    std::vector<std::string> pages;
    ProgressBar bar{"rendering", targets.size()};
    for (const std::string& target : targets) {
        const MadePage made = application.make_page(target);
        if (made.entry && made.status == 200) pages.push_back(made.entry->html());
        bar.advance();
    }
    return pages;
}

}  // namespace

int make_compression_dictionary(const Site& site, const CommandLine& given)
{
    if (given.arguments.empty())
        throw UsageError{"train-dictionary needs a file to write, such as: train-dictionary FILE"};
    const CommandLine line = for_training(given);
    const std::string& file = line.arguments.front();
    check_is_replaceable(file);
    only_warnings(line.options);
    const auto application = make_application(site, line, no_sessions(line.options));
    const PurgeScope purges = application->cache().purge_scope();
    site.start(line.settings);
    std::vector<std::string> pages;
    {
        const auto jobs = start_jobs_of_views(line.options, *application);
        pages = pages_at(targets_of(site, line), *application);
    }
    site.stop(line.settings);

    std::string text;
    try {
        text = train_dictionary(pages, std::string{dictionary_tag} + line.options.mount +
                                           std::string{dictionaries_path});
    } catch (const std::invalid_argument& error) {
        throw std::runtime_error{error.what()};
    }
    write_whole_file(file, text, OnDisk::yes);
    const CompressionDictionary dictionary{text};
    std::size_t by_brotli = 0;
    std::size_t by_dictionary = 0;
    for (const std::string& page : pages) {
        by_brotli += brotli(page).size();
        by_dictionary += dictionary.compress(page).size();
    }
    std::cout << file << ": " << with_commas(text.size()) << " bytes, "
              << with_commas(brotli(text).size()) << " in brotli, from "
              << counted(pages.size(), "page") << ". On average, these pages have "
              << with_commas(by_dictionary / pages.size()) << " bytes with it, and "
              << with_commas(by_brotli / pages.size()) << " in brotli\n";
    return 0;
}

}  // namespace aspic
