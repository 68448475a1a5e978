#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/base/whole_file.h>
#include <aspic/commands/asked_page.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/job_set_up.h>
#include <aspic/commands/set_up.h>
#include <aspic/commands/text.h>
#include <aspic/entries/compression.h>
#include <aspic/entries/dictionary_training.h>
#include <aspic/http/response.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/rendering/head_template.h>
#include <aspic/reporting/progress_bar.h>
#include <aspic/site/dictionary_door.h>

namespace aspic {

namespace {

constexpr std::size_t most_pages = 400;
constexpr std::size_t most_examples = 10;  // of pages that are left out

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

// Before the pages are rendered, because that takes long. The file is replaced by rename, so a
// device or a FIFO would be lost.
void check_can_be_written(const std::filesystem::path& file)
{
    if (is_special_file(file)) {
        throw UsageError{file.string() +
                         " exists and is not a regular file: give the name of a file"};
    }
    const std::filesystem::path directory = directory_of(file);
    const auto cannot = [&](const std::string& why) {
        return UsageError{"cannot write " + file.string() + ": " + why};
    };
    std::error_code unknown;
    if (!std::filesystem::is_directory(directory, unknown))
        throw cannot("there is no directory " + directory.string() + "; make it first");
    if (::faccessat(AT_FDCWD, directory.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
        throw cannot("this user may not write in the directory " + directory.string() + " (" +
                     errno_text() + "); name a file in another one");
    }
}

/// Says why the page is of no use for the dictionary; empty if it is of use.
std::string why_left_out(const std::string& target, const MadePage& made)
{
    if (made.status != 200) {
        return target + ": the answer is " + std::to_string(made.status) + ' ' +
               std::string{reason_phrase(made.status)};
    }
    return made.entry ? "" : target + ": it is not a cached page";
}

std::vector<std::string> pages_at(const std::vector<std::string>& targets,
                                  const Application& application)
{
    std::vector<std::string> pages;
    std::vector<std::string> left_out;
    {
        ProgressBar bar{"rendering", targets.size()};
        for (const std::string& target : targets) {
            const MadePage made = application.make_page(target);
            if (std::string why = why_left_out(target, made); !why.empty())
                left_out.push_back(std::move(why));
            else
                pages.push_back(made.entry->html());
            bar.advance();
        }
    }
    const std::size_t shown = std::min(left_out.size(), most_examples);
    for (std::size_t i = 0; i < shown; ++i)
        std::cerr << "left out: " << left_out[i] << '\n';
    if (left_out.size() > shown)
        std::cerr << "  and " << with_commas(left_out.size() - shown) << " more\n";
    return pages;
}

}  // namespace

int make_compression_dictionary(const Site& site, const CommandLine& given)
{
    if (given.arguments.empty() || given.arguments.front().empty())
        throw UsageError{"train-dictionary needs a file to write, such as: train-dictionary FILE"};
    const CommandLine line = for_training(given);
    const std::filesystem::path file = without_links(line.arguments.front());
    check_can_be_written(file);
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
    sync_directory(directory_of(file));
    const CompressionDictionary dictionary{text};
    std::size_t by_brotli = 0;
    std::size_t by_dictionary = 0;
    for (const std::string& page : pages) {
        by_brotli += brotli(page).size();
        by_dictionary += dictionary.compress(page).size();
    }
    std::cout << line.arguments.front() << ": " << with_commas(text.size()) << " bytes, "
              << with_commas(brotli(text).size()) << " in brotli, from "
              << counted(pages.size(), "page") << ". On average, these pages have "
              << with_commas(by_dictionary / pages.size()) << " bytes with it, and "
              << with_commas(by_brotli / pages.size()) << " in brotli\n";
    return 0;
}

}  // namespace aspic
