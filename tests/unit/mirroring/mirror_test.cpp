#include <aspic/mirroring/mirror.h>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <aspic/mirroring/mirror_file.h>
#include <aspic/reporting/counters.h>
#include "../support/captured_log.h"
#include "../support/entries.h"
#include "../support/message_of.h"
#include "../support/temporary_directory.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::eventually;

namespace {

namespace fs = std::filesystem;

/// A mirror whose log tells only this process.
struct Mirrored {
    explicit Mirrored(MirrorSettings settings = {}) : mirror{with(std::move(settings), directory)}
    {
        log = std::make_unique<LocalPurgeLog>(60s, current_time, mirror);
    }
    ~Mirrored() { mirror->end(); }
    Mirrored(const Mirrored&) = delete;
    Mirrored& operator=(const Mirrored&) = delete;

    static std::shared_ptr<Mirror> with(MirrorSettings settings,
                                        const support::TemporaryDirectory& directory)
    {
        settings.directory = directory.path();
        if (settings.version.empty()) settings.version = "v1";
        return std::make_shared<Mirror>(std::move(settings));
    }
    void begin()
    {
        mirror->begin(*log, [](const std::string&, const std::string&) { return nullptr; });
        REQUIRE(eventually([this] { return fs::exists(directory / "alive"); }));
    }
    std::shared_ptr<Entry> page(const std::string& path, Position position = {}) const
    {
        auto entry = support::full_entry();
        entry->path = path;
        entry->inputs.clear();
        entry->position = position;
        entry->expires = current_time() + 60s;
        return entry;
    }
    bool has(const std::string& name) const { return fs::exists(directory / "pages" / name); }
    void offer_and_wait(const EntryPtr& entry)
    {
        mirror->offer(entry);
        REQUIRE(eventually([&] { return has(entry->path.str().substr(1) + "@identity"); }));
    }

    support::TemporaryDirectory directory;
    std::shared_ptr<Mirror> mirror;
    std::unique_ptr<LocalPurgeLog> log;
};

/// No file gets larger than this while it lives, as if the disk were full.
struct SmallFiles {
    explicit SmallFiles(rlim_t bytes) : handler{std::signal(SIGXFSZ, SIG_IGN)}
    {
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit limit{.rlim_cur = bytes, .rlim_max = before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SmallFiles()
    {
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
    }
    SmallFiles(const SmallFiles&) = delete;
    SmallFiles& operator=(const SmallFiles&) = delete;

    rlimit before{};
    void (*handler)(int);
};

}  // namespace

TEST_CASE("a page has a file for each coding, with the fields of a hit and the sizes of the parts")
{
    Mirrored at;
    at.begin();
    const EntryPtr entry = at.page("/man/ls");
    at.offer_and_wait(entry);
    CHECK(at.has("man/ls@gzip"));
    CHECK(at.has("man/ls@br"));
    const std::string text = support::contents(at.directory / "pages/man/ls@gzip");
    CHECK(text == mirror_file(*entry, entry->representations[ContentCoding::gzip]));
    CHECK(text.starts_with("aspic-mirror 1 " + to_text(entry->expires) + ' ' +
                           to_text(entry->rendered) + ' '));
    CHECK(text.find("Content-Encoding: gzip\r\n") != std::string::npos);
    CHECK(text.find("Status:") == std::string::npos);
    CHECK(text.ends_with("by gzip"));
    struct stat found {};
    REQUIRE(::stat((at.directory / "pages/man/ls@gzip").c_str(), &found) == 0);
    CHECK((found.st_mode & 07777U) == 0640);
    CHECK(at.mirror->pages() == 1);
    CHECK(at.mirror->bytes() > text.size());
}

TEST_CASE("a purge removes the files before it returns, and what was made before it stays away")
{
    Mirrored at;
    at.begin();
    for (const Purge& purge : {by_path("/a"), by_tag("manual:ls"), everything(),
                               by_path("/a", true), by_tag("section:1", true)}) {
        CAPTURE(purge.to_text());
        const Position before = at.log->index().position();
        at.offer_and_wait(at.page("/a", before));
        const auto changes = fs::file_size(at.directory / "changes");
        at.log->purge(purge);
        CHECK_FALSE(at.has("a@identity"));
        CHECK_FALSE(at.has("a@gzip"));
        CHECK(fs::file_size(at.directory / "changes") > changes);
        const EntryPtr late = at.page("/a", before);
        at.mirror->offer(late);
        at.offer_and_wait(at.page("/other", at.log->index().position()));
        CHECK_FALSE(at.has("a@identity"));
        at.log->purge(everything());
    }
}

TEST_CASE("a page that not everybody gets, or that is large, has no file")
{
    Mirrored at;
    at.begin();
    const auto some_get_it = at.page("/some");
    some_get_it->inputs.emplace_back("header accept-language", "de");
    at.mirror->offer(some_get_it);
    const auto large = at.page("/large");
    large->representations.add(ContentCoding::identity).body =
        std::string(std::size_t{1} << 20U, 'x');
    at.mirror->offer(large);
    at.offer_and_wait(at.page("/all"));
    CHECK_FALSE(at.has("some@identity"));
    CHECK_FALSE(at.has("large@gzip"));
    CHECK_FALSE(at.has("large@identity"));
}

TEST_CASE("what a purge of all pages has moved away is deleted")
{
    Mirrored at;
    at.begin();
    const auto has_old = [&] {
        for (const auto& entry : fs::directory_iterator{at.directory.path()})
            if (entry.path().filename().string().starts_with("old-")) return true;
        return false;
    };
    for (int i = 0; i < 3; ++i) {
        at.offer_and_wait(at.page("/a", at.log->index().position()));
        at.log->purge(everything());
        CHECK_FALSE(at.has("a@identity"));
        CHECK(eventually([&] { return !has_old(); }));
    }
}

TEST_CASE("the front end does not use an older page with other tags")
{
    Mirrored at;
    at.begin();
    at.offer_and_wait(at.page("/a"));
    const auto changes = [&] { return fs::file_size(at.directory / "changes"); };
    const auto before = changes();
    at.offer_and_wait(at.page("/b"));
    CHECK(changes() == before);
    const EntryPtr newer = at.page("/a");
    at.mirror->offer(newer);
    CHECK(eventually([&] { return changes() == before + 1; }));
}

TEST_CASE("below a prefix, files have the paths that browsers see, and purges the site's own")
{
    Mirrored at{{.directory = {}, .mount = "/docs"}};
    at.begin();
    const EntryPtr page = at.page("/a");
    at.mirror->offer(page);
    CHECK(eventually([&] { return at.has("docs/a@identity"); }));
    at.log->purge(by_path("/a"));
    CHECK_FALSE(at.has("docs/a@identity"));
}

TEST_CASE("a keeper begins without the pages of the one before, and with those that it knows")
{
    Mirrored at;
    at.directory.write("pages/old@identity", "x");
    const EntryPtr known = at.page("/known");
    at.mirror->offer(known);
    at.begin();
    CHECK_FALSE(at.has("old@identity"));
    CHECK(eventually([&] { return at.has("known@identity"); }));
    at.mirror->end();
    CHECK_FALSE(at.has("known@identity"));
    CHECK_FALSE(fs::exists(at.directory / "alive"));
    CHECK_FALSE(at.mirror->are_kept());
}

TEST_CASE("only one process keeps a mirror, and a newer version takes it")
{
    Mirrored first;
    first.begin();
    first.offer_and_wait(first.page("/a"));
    LocalPurgeLog log{60s, current_time};
    const auto nothing = [](const std::string&, const std::string&) { return nullptr; };
    Mirror second{{.directory = first.directory.path(), .version = "v2"}};
    second.begin(log, nothing);
    CHECK_FALSE(first.has("a@identity"));
    CHECK(eventually([&] { return second.are_kept(); }));
    CHECK_FALSE(first.mirror->are_kept());
    second.end();
}

TEST_CASE("a process goes on if a newer version was given up")
{
    Mirrored first{{.directory = {}, .patience = 100ms}};
    first.begin();
    const EntryPtr page = first.page("/a");
    first.offer_and_wait(page);
    LocalPurgeLog log{60s, current_time};
    {
        Mirror second{{.directory = first.directory.path(), .version = "v2"}};
        second.begin(log, [](const std::string&, const std::string&) { return nullptr; });
        REQUIRE(eventually([&] { return second.are_kept(); }));
    }
    CHECK(eventually([&] { return first.mirror->are_kept() && first.has("a@identity"); }));
}

TEST_CASE("a site does not take the directory of another one that runs")
{
    Mirrored first{{.directory = {}, .site = "the first site"}};
    first.begin();
    first.offer_and_wait(first.page("/a"));
    LocalPurgeLog log{60s, current_time};
    const auto nothing = [](const std::string&, const std::string&) { return nullptr; };
    Mirror other{{.directory = first.directory.path(), .version = "v1", .site = "the other"}};
    const std::string why =
        support::message_of<std::runtime_error>([&] { other.begin(log, nothing); });
    CHECK(why.find("another site keeps its mirror there (the first site)") != std::string::npos);
    CHECK(why.find("--mirror") != std::string::npos);
    CHECK(first.has("a@identity"));
    first.mirror->end();
    other.begin(log, nothing);
    CHECK(eventually([&] { return other.are_kept(); }));
    other.end();
}

TEST_CASE("a failure of each page is counted, and one in a minute is logged")
{
    Counters counters;
    Mirrored at;
    at.directory.write("changes", "a small file");
    at.mirror->count_in(counters);
    at.begin();
    // Each page has another file that cannot be written.
    std::vector<EntryPtr> pages;
    for (const auto coding : {ContentCoding::br, ContentCoding::gzip, ContentCoding::identity}) {
        const auto page = at.page("/large/" + std::string{coding_name(coding)});
        page->representations.add(coding).body = std::string(100'000, 'x');
        pages.push_back(page);
    }
    const support::CapturedLog log;
    {
        const SmallFiles limit{50'000};
        for (const EntryPtr& page : pages)
            at.mirror->offer(page);
        at.offer_and_wait(at.page("/small"));
    }
    CHECK(counters.get(Count::mirror_failed) == pages.size());
    CHECK(counters.get(Count::mirrored) == 1);
    CHECK(eventually([&] { return counters.mirror().pages == 1; }));
    CHECK(counters.mirror().is_kept);
    CHECK(counters.mirror().bytes == at.mirror->bytes());
    const std::string text = log.text();
    CHECK(text.find("@br: File too large") != std::string::npos);
    CHECK(text.find("@gzip: File too large") == std::string::npos);
}

TEST_CASE("a directory that the front end may be unable to read is told")
{
    const support::TemporaryDirectory directory;
    const auto why = [&](mode_t mode) {
        REQUIRE(::chmod(directory.path().c_str(), mode) == 0);
        return MirrorDirectory::why_unreadable(directory.path());
    };
    CHECK(why(02750).empty());
    CHECK(why(0750).empty());  // of this process's own group
    CHECK(why(02700).find("its group may not read it: chmod 2750") != std::string::npos);
    CHECK(why(02710).find("its group may not read it") != std::string::npos);
    if (::geteuid() != 0) return;
    constexpr gid_t other_group = 33;
    REQUIRE(::chown(directory.path().c_str(), 0, other_group) == 0);
    CHECK(why(02750).empty());
    CHECK(why(0750).find("does not get its group: chmod 2750") != std::string::npos);
}

TEST_CASE("the group may read the directories, whatever the umask is")
{
    const mode_t before = ::umask(077);
    Mirrored at;
    REQUIRE(::chmod(at.directory.path().c_str(), 02750) == 0);
    at.begin();
    at.offer_and_wait(at.page("/man/ls"));
    ::umask(before);
    for (const char* name : {"pages", "pages/man"}) {
        struct stat found {};
        REQUIRE(::stat((at.directory / name).c_str(), &found) == 0);
        CHECK((found.st_mode & 0777U) == 0750);
    }
}

TEST_CASE("a directory that cannot be used is refused with the way out")
{
    const support::TemporaryDirectory directory;
    const auto why = [&](const fs::path& path) {
        return support::message_of<std::runtime_error>(
            [&] { const Mirror mirror{{.directory = path}}; });
    };
    directory.write("file", "");
    CHECK(why(directory / "file").find("it is not a directory") != std::string::npos);
    CHECK(why(directory / "none/below").find("cannot be made") != std::string::npos);
    fs::create_directory(directory / "open");
    fs::permissions(directory / "open", fs::perms::all);
    CHECK(why(directory / "open").find("every user may write there") != std::string::npos);
    CHECK(why(directory / "open").find("--mirror") != std::string::npos);
}
