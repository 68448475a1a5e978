#include "notes/notes.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../../support/temporary_directory.h"
#include "accounts/accounts.h"

using namespace manual;
using support::TemporaryDirectory;
using namespace std::chrono_literals;

namespace {

struct Fixture {
    TemporaryDirectory directory;
    Accounts accounts{directory.path() / "accounts.db"};
    Notes notes{accounts.database()};
    std::chrono::sys_seconds now{1'800'000'000s};
    std::int64_t ana = user("Ana");
    std::int64_t bob = user("Bob");

    std::int64_t user(const char* name)
    {
        return std::get<User>(accounts.sign_up(name, "correct horse", {"192.0.2.1"}, now)).id;
    }
    Writing add(std::int64_t author, const std::string& text)
    {
        return notes.add(author, "1", "ls", text, now);
    }
    std::vector<std::string> texts(const char* section = "1", const char* name = "ls")
    {
        std::vector<std::string> found;
        for (const Note& note : notes.on_page(section, name, 200).notes)
            found.push_back(note.text);
        return found;
    }
};

}  // namespace

TEST_CASE("a page has its notes with their authors, the newest first")
{
    Fixture site;
    CHECK(site.add(site.ana, "first").end == Writing::End::done);
    CHECK(site.add(site.bob, "second").end == Writing::End::done);
    CHECK(site.notes.add(site.ana, "3", "ls", "elsewhere", site.now).end == Writing::End::done);
    CHECK(site.texts() == std::vector<std::string>{"second", "first"});
    const Note note = site.notes.on_page("1", "ls", 1).notes.at(0);
    CHECK(note.author == site.bob);
    CHECK(note.author_name == "Bob");
    CHECK(note.written == site.now);
    CHECK(!note.edited);
    CHECK(site.notes.find(note.id)->text == "second");
    CHECK(!site.notes.find(note.id + 100));
}

TEST_CASE("a limited number of notes is listed, and the rest is counted")
{
    Fixture site;
    for (int i = 0; i < 5; ++i)
        site.add(site.ana, std::to_string(i));
    CHECK(site.notes.on_page("1", "ls", 3).notes.size() == 3);
    CHECK(site.notes.on_page("1", "ls", 3).unlisted == 2);
    CHECK(site.notes.on_page("1", "ls", 5).unlisted == 0);
    CHECK(site.notes.on_page("1", "ls", 6).unlisted == 0);
}

TEST_CASE("only its author can change or remove a note")
{
    Fixture site;
    site.add(site.ana, "mine");
    const int id = site.notes.on_page("1", "ls", 1).notes.at(0).id;
    CHECK(site.notes.change(id, site.bob, "his", site.now).end == Writing::End::not_there);
    CHECK(!site.notes.remove(id, site.bob));
    CHECK(site.notes.change(id, site.ana, "better", site.now).end == Writing::End::done);
    CHECK(site.notes.find(id)->text == "better");
    CHECK(site.notes.find(id)->edited);
    CHECK(site.notes.remove(id, site.ana));
    CHECK(!site.notes.remove(id, site.ana));
    CHECK(site.notes.change(id, site.ana, "again", site.now).end == Writing::End::not_there);
    CHECK(site.texts().empty());
}

TEST_CASE("a button that is pressed twice adds one note")
{
    Fixture site;
    site.add(site.ana, "once");
    CHECK(site.add(site.ana, "once").end == Writing::End::done);
    CHECK(site.add(site.bob, "once").end == Writing::End::done);
    CHECK(site.texts().size() == 2);
}

TEST_CASE(
    "an author who has written thirty times within an hour must wait, and other authors need not")
{
    Fixture site;
    for (int i = 0; i < 29; ++i) {
        CHECK(site.add(site.ana, std::to_string(i)).end == Writing::End::done);
        site.now += 1s;
    }
    const int id = site.notes.on_page("1", "ls", 1).notes.at(0).id;
    CHECK(site.notes.change(id, site.ana, "changed", site.now).end == Writing::End::done);

    const Writing refused = site.add(site.ana, "one more");
    CHECK(refused.end == Writing::End::too_often);
    CHECK(refused.wait == 3600s - 29s);
    CHECK(site.notes.change(id, site.ana, "again", site.now).end == Writing::End::too_often);
    CHECK(site.add(site.bob, "mine").end == Writing::End::done);
    CHECK(site.texts().size() == 30);

    // Deleting a note does not reduce the count.
    CHECK(site.notes.remove(id, site.ana));
    CHECK(site.add(site.ana, "one more").end == Writing::End::too_often);
    site.now += refused.wait;
    CHECK(site.add(site.ana, "one more").end == Writing::End::done);
    CHECK(site.add(site.ana, "two more").end == Writing::End::too_often);
}

TEST_CASE("a clock that was set back makes no author wait for longer than an hour")
{
    Fixture site;
    for (int i = 0; i < 30; ++i)
        site.add(site.ana, std::to_string(i));
    site.now -= 24h;
    CHECK(site.add(site.ana, "x").wait == 1h);
}

TEST_CASE("notes are deleted with the account of their author, and only accounts can write notes")
{
    Fixture site;
    site.add(site.ana, "hers");
    site.add(site.bob, "his");
    site.accounts.database().borrow()->run("DELETE FROM users WHERE id = ?", site.ana);
    CHECK(site.texts() == std::vector<std::string>{"his"});
    CHECK(site.add(site.ana, "ghost").end == Writing::End::unknown_author);
    CHECK(site.add(0, "guest").end == Writing::End::unknown_author);
}

TEST_CASE("notes written at the same time are all counted")
{
    Fixture site;
    std::atomic<int> written{0};
    std::vector<std::jthread> windows;
    for (int i = 0; i < 4; ++i) {
        windows.emplace_back([&, i] {
            for (int k = 0; k < 10; ++k)
                written += site.add(site.ana, std::to_string(i * 10 + k)).end == Writing::End::done;
        });
    }
    windows.clear();
    CHECK(written == 30);
    CHECK(site.texts().size() == 30);
}
