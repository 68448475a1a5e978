#include <aspic/purging/waiting_purges.h>

#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "../support/entries.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::TemporaryDirectory;

namespace {

bool is_dead(const PurgeIndex& index, const std::string& tag)
{
    const auto entry = support::full_entry();
    entry->tags = {tag};
    entry->position = {UINT64_MAX, 0};
    return index.judge(*entry, current_time()).dead;
}

}  // namespace

TEST_CASE("a waiting purge applies to every page until it is written")
{
    PurgeIndex index{60s};
    WaitingPurges waiting{index, ""};
    std::string why;
    CHECK_FALSE(waiting.keep(by_tag("a"), why));
    CHECK(why == "there is no directory for waiting purges");
    CHECK(is_dead(index, "a"));
    CHECK_FALSE(is_dead(index, "b"));
    CHECK(waiting.only_in_memory() == 1);
    // Writing has failed, so the purge continues to wait.
    CHECK(waiting.begin_writing().size() == 1);
    waiting.done(0);
    CHECK(is_dead(index, "a"));
    CHECK(waiting.begin_writing().size() == 1);
    waiting.done(1);
    CHECK_FALSE(is_dead(index, "a"));
    CHECK(waiting.size() == 0);
}

TEST_CASE("a purge that waits on disk is taken over by another process, which removes it when done")
{
    const TemporaryDirectory data;
    PurgeIndex index{60s};
    {
        PurgeIndex of_the_dead{60s};
        WaitingPurges dead{of_the_dead, data / "spool"};
        std::string why;
        CHECK(dead.keep(by_tag("a"), why));
        CHECK(dead.only_in_memory() == 0);
    }
    WaitingPurges waiting{index, data / "spool"};
    CHECK(waiting.size() == 0);
    waiting.find_others();
    CHECK(is_dead(index, "a"));
    const auto purges = waiting.begin_writing();
    REQUIRE(purges.size() == 1);
    CHECK(purges[0].to_text() == "tag a");
    waiting.done(1);
    CHECK_FALSE(is_dead(index, "a"));
    CHECK(std::filesystem::is_empty(data / "spool"));
}

TEST_CASE("the file of a process that ends after its purges were written is removed too")
{
    const TemporaryDirectory data;
    PurgeIndex index{60s};
    WaitingPurges waiting{index, data / "spool"};
    {
        PurgeIndex of_another{60s};
        WaitingPurges another{of_another, data / "spool"};
        std::string why;
        REQUIRE(another.keep(by_tag("a"), why));
        waiting.find_others();
        REQUIRE(waiting.begin_writing().size() == 1);
        waiting.done(1);
        waiting.find_others();
        CHECK(waiting.begin_writing().empty());
        CHECK_FALSE(std::filesystem::is_empty(data / "spool"));  // the process may still add to it
    }
    waiting.find_others();
    CHECK(waiting.begin_writing().empty());
    CHECK(std::filesystem::is_empty(data / "spool"));
}

TEST_CASE("a purge that cannot be written to disk waits in memory, and gives the reason")
{
    const TemporaryDirectory data;
    std::ofstream{data / "spool"} << "in the way";
    PurgeIndex index{60s};
    WaitingPurges waiting{index, data / "spool"};
    std::string why;
    CHECK_FALSE(waiting.keep(by_tag("a"), why));
    CHECK(why.find("cannot be made") != std::string::npos);
    CHECK(waiting.only_in_memory() == 1);
    CHECK(is_dead(index, "a"));
}

TEST_CASE("a limited number of waiting purges is kept, and then one purge of everything")
{
    PurgeIndex index{60s};
    WaitingPurges waiting{index, ""};
    std::string why;
    for (int i = 0; i < 10'500; ++i)
        waiting.keep(by_tag(std::to_string(i)), why);
    CHECK(waiting.size() == 10'001);
    const auto entry = support::full_entry();
    entry->tags = {"of none of them"};
    CHECK(index.judge(*entry, current_time()).dead);
    // A purge that arrives during the writing is not in what is written.
    const std::size_t written = waiting.begin_writing().size();
    waiting.keep(by_tag("late"), why);
    CHECK(waiting.size() == written + 1);
    waiting.done(written);
    CHECK(waiting.size() == 1);
    CHECK(index.judge(*entry, current_time()).dead);
    waiting.done(waiting.begin_writing().size());
    CHECK_FALSE(index.judge(*entry, current_time()).dead);
}
