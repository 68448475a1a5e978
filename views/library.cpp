#include "library.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "base/text.h"
#include "base/waiting_room.h"
#include "catalogue/packages.h"
#include "catalogue/search_index.h"
#include "catalogue/translations.h"
#include "formatting/mandoc.h"
#include "paths.h"
#include "processes/child_process.h"
#include "sources/usual_man_roots.h"

namespace manual {

namespace {

// The log gives the reason for ten pages that were left out, and the total number.
constexpr std::size_t most_reasons = 10;

std::unique_ptr<Library> opened;

std::filesystem::path made(const std::filesystem::path& directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error)
        throw DatabaseError{"cannot make the data directory " + directory.string() + ": " +
                            error.message()};
    return directory;
}

std::unique_ptr<Library> library_at(const aspic::Settings& settings)
{
    const std::string& roots = settings.get("man-root");
    const auto prefix = settings.all().find("cookie-prefix");
    return std::make_unique<Library>(roots.empty() ? usual_man_roots() : roots,
                                     settings.get("data"),
                                     prefix == settings.all().end() ? "" : prefix->second);
}

// The operator gets the details of a failure, not the text for visitors.
template <class Work>
auto for_operator(Work work)
{
    try {
        return work();
    } catch (const DatabaseUnavailable& error) {
        throw DatabaseError{error.detail()};
    }
}

// Makes a limit on the file size an error of the write, like a full disk, instead of a signal that
// ends the program.
void ignore_file_size_signal()
{
    std::signal(SIGXFSZ, SIG_IGN);
}

// A few threads may wait for a lock or a turn to hash. The others continue to serve.
void open_for_visitors(const aspic::Settings& settings)
{
    const auto threads = settings.all().find("threads");
    const std::size_t count = threads == settings.all().end() ? 0 : std::stoul(threads->second);
    waiting_room().open_for_visitors(seats_for(count), longest_wait);
}

CatalogueUpdate update(Library& library, const aspic::Settings& settings)
{
    CatalogueUpdate done = update_catalogue(library.catalogue, library.root, settings.get("dpkg"));
    for (std::size_t i = 0; i < std::min(done.unreadable.size(), most_reasons); ++i) {
        aspic::log(aspic::LogLevel::warning, "page left out", {{"reason", done.unreadable[i]}});
    }
    if (done.pages == 0) {
        throw SourceError{"there are no manual pages in " + library.root.name() +
                          "; name another directory with --man-root"};
    }
    return done;
}

}  // namespace

Library::Library(const std::string& man_root, const std::filesystem::path& data,
                 const std::string& cookie_prefix)
    : root{man_root},
      catalogue{made(data) / "catalogue.db"},
      accounts{data / "accounts.db", cookie_prefix},
      history{accounts.database()},
      notes{accounts.database()}
{
}

void open_library(const aspic::Settings& settings)
{
    opened.reset();
    ignore_file_size_signal();
    auto fresh = for_operator([&] { return library_at(settings); });
    run_mandoc(".TH TEST 1\n");  // better to fail now than on every page
    if (const std::string missing = missing_confinement(); !missing.empty())
        aspic::log(aspic::LogLevel::warning, "mandoc is not fully confined", {{"why", missing}});
    const CatalogueUpdate done = for_operator([&] { return update(*fresh, settings); });
    aspic::log(aspic::LogLevel::info, "catalogue is up to date",
               {{"pages", std::to_string(done.pages)},
                {"read", std::to_string(done.read)},
                {"removed", std::to_string(done.removed)},
                {"left_out", std::to_string(done.unreadable.size())}});
    fresh->catalogue.search_index();  // the first search need not wait for it
    opened = std::move(fresh);
    open_for_visitors(settings);
}

int index_library(const aspic::Settings& settings)
{
    const CatalogueUpdate done =
        for_operator([&] { return update(*library_at(settings), settings); });
    const auto count = [](std::size_t number) {
        return with_commas(static_cast<std::int64_t>(number));
    };
    std::printf("%s pages; %s new or changed, %s removed, %s left out\n", count(done.pages).c_str(),
                count(done.read).c_str(), count(done.removed).c_str(),
                count(done.unreadable.size()).c_str());
    return 0;
}

std::vector<std::string> page_paths()
{
    Catalogue& catalogue = library().catalogue;
    std::vector<std::string> paths{home_path()};
    for (const SectionCount& chapter : catalogue.chapters()) {
        paths.push_back(section_path(chapter.section));
        for (const SectionCount& section : catalogue.sections(chapter.section)) {
            if (section.section != chapter.section) paths.push_back(section_path(section.section));
        }
        for (const Entry& page : catalogue.list(chapter.section, ""))
            paths.push_back(manual_path(page.section, page.name));
    }
    for (const std::string& package : packages(catalogue))
        paths.push_back(package_path(package));
    for (const PageText& page : all_translations(catalogue))
        paths.push_back(translated_path(page.language, page.entry.section, page.entry.name));
    return paths;
}

std::vector<std::string> all_paths(const aspic::Settings& /*settings*/)
{
    std::vector<std::string> paths = page_paths();
    paths.push_back(search_path());
    paths.push_back(suggest_path());
    return paths;
}

Library& library()
{
    if (!opened)
        throw std::logic_error{"the library is not open: open_library() runs at the site's start"};
    return *opened;
}

}  // namespace manual
