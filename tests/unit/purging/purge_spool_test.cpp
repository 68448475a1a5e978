#include <aspic/purging/purge_spool.h>

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "../support/temporary_directory.h"

using namespace aspic;
using support::TemporaryDirectory;

namespace {

namespace fs = std::filesystem;

constexpr bool soft = true;

std::vector<std::string> texts_of(const std::vector<Purge>& purges)
{
    std::vector<std::string> texts;
    for (const Purge& purge : purges)
        texts.push_back((purge.soft ? "soft " : "") + purge.to_text());
    std::sort(texts.begin(), texts.end());
    return texts;
}

std::vector<fs::path> files_in(const fs::path& directory)
{
    if (!fs::exists(directory)) return {};
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator{directory})
        files.push_back(file.path());
    return files;
}

/// Writes as a process that dies with waiting purges does.
void leave(const fs::path& directory, const std::vector<Purge>& purges)
{
    PurgeSpool spool{directory};
    std::string why;
    for (const Purge& purge : purges)
        REQUIRE_MESSAGE(spool.keep(purge, why), why);
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a line contains a purge, and can be read back")
{
    for (const Purge& purge :
         {by_tag("manual:ls"), by_tag("a b\n%\xc3\xa4", soft), by_path("/man/1/ls"),
          by_path("/", soft), everything(), everything(soft), by_tag("")}) {
        std::string line = PurgeSpool::to_line(purge);
        CAPTURE(line);
        REQUIRE(std::count(line.begin(), line.end(), '\n') == 1);
        REQUIRE(line.back() == '\n');
        line.pop_back();
        const auto read = PurgeSpool::parse_line(line);
        REQUIRE(read);
        CHECK(read->to_text() == purge.to_text());
        CHECK(read->soft == purge.soft);
        // A cut or changed line is never another purge.
        for (std::size_t size = 0; size < line.size(); ++size)
            CHECK_FALSE(PurgeSpool::parse_line(line.substr(0, size)));
        for (std::size_t i = 0; i < line.size(); ++i) {
            std::string damaged = line;
            damaged[i] = damaged[i] == 'x' ? 'y' : 'x';
            CHECK_FALSE(PurgeSpool::parse_line(damaged));
        }
    }
}

TEST_CASE("purges of a dead process are read once, and removed when they are in the log")
{
    const TemporaryDirectory data;
    leave(data / "spool", {by_tag("manual:ls"), by_path("/a", soft)});
    leave(data / "spool", {everything()});
    PurgeSpool next{data / "spool"};
    CHECK(texts_of(next.read_others()) == Texts{"all", "soft path /a", "tag manual:ls"});
    CHECK(next.read_others().empty());
    CHECK(files_in(data / "spool").size() == 2);
    next.done_with_others();
    CHECK(files_in(data / "spool").empty());
    CHECK(next.read_others().empty());
}

TEST_CASE("purges that were read but are not in the log yet stay for the next process")
{
    const TemporaryDirectory data;
    leave(data / "spool", {by_tag("a")});
    {
        PurgeSpool died{data / "spool"};
        CHECK(died.read_others().size() == 1);
    }
    PurgeSpool next{data / "spool"};
    CHECK(texts_of(next.read_others()) == Texts{"tag a"});
}

TEST_CASE("other processes read the purges of a live process, but do not remove them")
{
    const TemporaryDirectory data;
    PurgeSpool living{data / "spool"};
    PurgeSpool other{data / "spool"};
    std::string why;
    CHECK(other.read_others().empty());
    REQUIRE(living.keep(by_tag("a"), why));
    CHECK(texts_of(other.read_others()) == Texts{"tag a"});
    other.done_with_others();
    REQUIRE(living.keep(by_tag("b"), why));
    CHECK(texts_of(other.read_others()) == Texts{"tag b"});
    CHECK(living.read_others().empty());
    CHECK(files_in(data / "spool").size() == 1);
    living.forget();
    CHECK(files_in(data / "spool").empty());
    REQUIRE(living.keep(by_tag("c"), why));
    CHECK(texts_of(other.read_others()) == Texts{"tag c"});
}

TEST_CASE("purges that a process reported are removed after it has ended")
{
    const TemporaryDirectory data;
    PurgeSpool other{data / "spool"};
    {
        PurgeSpool living{data / "spool"};
        std::string why;
        REQUIRE(living.keep(by_tag("a"), why));
        CHECK(other.read_others().size() == 1);
        other.done_with_others();
    }
    CHECK(other.read_others().empty());
    other.done_with_others();
    CHECK(files_in(data / "spool").empty());
}

TEST_CASE("a record that a crash cut off counts as a purge of everything")
{
    const std::string line = PurgeSpool::to_line(by_tag("manual:ls"));
    for (std::size_t size = 0; size < line.size(); ++size) {
        CAPTURE(size);
        const TemporaryDirectory data;
        data.write("spool/left", line.substr(0, size));
        PurgeSpool next{data / "spool"};
        CHECK(texts_of(next.read_others()) == Texts{"all"});
        next.done_with_others();
        CHECK(files_in(data / "spool").empty());
    }
    const TemporaryDirectory data;
    data.write("spool/left", line + "garbage\n" + line + "tag ha");
    PurgeSpool next{data / "spool"};
    CHECK(texts_of(next.read_others()) == Texts{"all", "tag manual:ls", "tag manual:ls"});
}

TEST_CASE("a spool that cannot be written reports it, and leaves no file")
{
    const TemporaryDirectory data;
    data.write("file", "");
    PurgeSpool nowhere{data / "file/spool"};
    std::string why;
    CHECK_FALSE(nowhere.keep(by_tag("a"), why));
    CHECK(why.find((data / "file/spool").string()) != std::string::npos);
    CHECK(nowhere.read_others().size() <= 1);
}

TEST_CASE("a disk that is full in the middle of a record does not damage earlier records")
{
    const TemporaryDirectory data;
    PurgeSpool spool{data / "spool"};
    std::string why;
    REQUIRE(spool.keep(by_tag("a"), why));
    // A limit on the file size has the effect of a full disk.
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto signal_before = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit full{PurgeSpool::to_line(by_tag("a")).size() + 5, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &full);
    CHECK_FALSE(spool.keep(by_tag("b"), why));
    PurgeSpool second{data / "second"};
    const rlimit nothing{3, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &nothing);
    CHECK_FALSE(second.keep(by_tag("b"), why));
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, signal_before);
    CHECK(why.find("too large") != std::string::npos);
    CHECK(files_in(data / "second").empty());
    REQUIRE(spool.keep(by_tag("c"), why));
    CHECK(texts_of(PurgeSpool{data / "spool"}.read_others()) == Texts{"tag a", "tag c"});
}

TEST_CASE("many processes that start and end at once lose no purge")
{
    const TemporaryDirectory data;
    constexpr int writers = 6;
    constexpr int each = 30;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            for (int i = 0; i < each; ++i) {
                PurgeSpool spool{data / "spool"};
                std::string why;
                if (!spool.keep(by_tag(std::to_string(writer) + '-' + std::to_string(i)), why))
                    MESSAGE(why);
            }
        });
    }
    std::set<std::string> seen;
    const auto look = [&] {
        PurgeSpool reader{data / "spool"};
        for (const Purge& purge : reader.read_others())
            seen.insert(purge.to_text());
        reader.done_with_others();
    };
    for (int i = 0; i < 50; ++i)
        look();
    for (std::thread& thread : threads)
        thread.join();
    look();
    seen.erase("all");  // from a file that was read before its first line was written
    CHECK(seen.size() == writers * each);
    CHECK(files_in(data / "spool").empty());
}
