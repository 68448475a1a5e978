#include "database/database.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../../support/temporary_directory.h"
#include "base/waiting_room.h"
#include "database/database_pool.h"

using namespace manual;
using namespace std::chrono_literals;

namespace {

struct Fixture {
    Fixture() { pool.borrow()->script("CREATE TABLE one(number INTEGER)"); }
    ~Fixture() { waiting_room().open_for_visitors(1'000'000, 60s); }
    Fixture(const Fixture&) = delete;
    Fixture& operator=(const Fixture&) = delete;

    // Returns true if this process holds SQLite's shared lock on the file (510 bytes from
    // 0x40000002), as another process sees it.
    bool is_locked() const
    {
        const pid_t child = ::fork();
        if (child == 0) {
            struct flock lock {};
            lock.l_type = F_WRLCK;
            lock.l_whence = SEEK_SET;
            lock.l_start = 0x40000002;
            lock.l_len = 510;
            const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
            const bool asked = ::fcntl(descriptor, F_GETLK, &lock) == 0;
            ::_exit(asked && lock.l_type != F_UNLCK ? 1 : 0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WEXITSTATUS(status) == 1;
    }

    support::TemporaryDirectory directory;
    std::filesystem::path file = directory.path() / "one.db";
    DatabasePool pool{file};
};

// A lock that this process does not know of, as another process would hold it.
struct ForeignLock {
    explicit ForeignLock(Database& holder) : database{holder}
    {
        database.script("BEGIN IMMEDIATE");
    }
    ~ForeignLock() { database.script("ROLLBACK"); }
    ForeignLock(const ForeignLock&) = delete;
    ForeignLock& operator=(const ForeignLock&) = delete;
    Database& database;
};

}  // namespace

TEST_CASE("one more connection, pool or database does not affect the locks of the others")
{
    Fixture one;
    const auto first = one.pool.borrow();
    first->run("INSERT INTO one VALUES (1)");
    CHECK(one.is_locked());
    const auto second = one.pool.borrow();
    CHECK(one.is_locked());
    DatabasePool another{one.file};
    CHECK(one.is_locked());
    make_private_database(one.file);
    CHECK(one.is_locked());
}

TEST_CASE("only the owner may read a new database and its write-ahead log")
{
    const Fixture one;
    for (const char* end : {"", "-wal", "-shm"}) {
        struct stat status {};
        REQUIRE(stat((one.file.string() + end).c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0600);
    }
}

TEST_CASE("many threads can open a new database at the same time")
{
    const support::TemporaryDirectory directory;
    std::atomic<int> opened{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            DatabasePool pool{directory.path() / "new.db"};  // as in another process
            const auto database = pool.borrow();
            Transaction transaction{*database};
            database->script("CREATE TABLE IF NOT EXISTS one(number INTEGER)");
            transaction.commit();
            ++opened;
        });
    }
    threads.clear();
    CHECK(opened == 8);
}

TEST_CASE("a committed change survives a power failure, unless its transaction or pool is relaxed")
{
    Fixture one;
    constexpr std::int64_t normal = 1;
    constexpr std::int64_t full = 2;
    const auto level = [](Database& database) {
        Statement row = database.query("PRAGMA synchronous");
        row.next();
        return row.integer(0);
    };
    CHECK(level(*one.pool.borrow()) == full);
    {
        const auto database = one.pool.borrow();
        const Transaction relaxed{*database, Durability::relaxed};
        CHECK(level(*database) == normal);
    }
    CHECK(level(*one.pool.borrow()) == full);
    DatabasePool relaxed{one.file, Durability::relaxed};
    CHECK(level(*relaxed.borrow()) == normal);
}

TEST_CASE(
    "a database that another process locks is unavailable after the wait, and usable afterwards")
{
    Fixture one;
    waiting_room().open_for_visitors(1, 50ms);
    const auto holder = one.pool.borrow();
    {
        const ForeignLock held{*holder};
        const auto other = one.pool.borrow();
        CHECK_THROWS_AS(other->run("INSERT INTO one VALUES (2)"), DatabaseUnavailable);
        CHECK_THROWS_AS(Transaction{*other}, DatabaseUnavailable);
    }
    one.pool.borrow()->run("INSERT INTO one VALUES (3)");
    CHECK(waiting_room().enter());
}

TEST_CASE("without a free seat a thread does not wait for a locked database")
{
    Fixture one;
    waiting_room().open_for_visitors(1, 20s);
    const auto seat = waiting_room().enter();
    const auto holder = one.pool.borrow();
    const ForeignLock held{*holder};
    const auto before = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(one.pool.borrow()->run("INSERT INTO one VALUES (2)"), DatabaseUnavailable);
    CHECK(std::chrono::steady_clock::now() - before < 10s);
}

TEST_CASE("threads of one process that write at the same time need no seats")
{
    Fixture one;
    waiting_room().open_for_visitors(0, 60s);
    std::atomic<int> written{0};
    {
        std::vector<std::jthread> writers;
        for (int i = 0; i < 8; ++i) {
            writers.emplace_back([&] {
                const auto database = one.pool.borrow();
                Transaction transaction{*database};
                database->run("INSERT INTO one VALUES (1)");
                transaction.commit();
                ++written;
            });
        }
    }
    CHECK(written == 8);
}

TEST_CASE("an unavailable database has one text for the visitor and another for the operator")
{
    Fixture one;
    const auto in_use = one.pool.borrow();
    std::filesystem::rename(one.file, one.directory.path() / "elsewhere.db");
    try {
        one.pool.borrow();
        FAIL("a database that was moved away was opened");
    } catch (const DatabaseUnavailable& error) {
        CHECK(error.status() == 503);
        CHECK(error.retry_after() == 5s);
        CHECK(std::string{error.what()} ==
              "The site cannot read or write its data just now. Please try again in a few "
              "seconds.");
        CHECK(error.detail().find("one.db") != std::string::npos);
    }
}

TEST_CASE(
    "a wrong statement and a file that is not a database are errors, not an unavailable database")
{
    Fixture one;
    CHECK_THROWS_AS(one.pool.borrow()->run("INSERT INTO two VALUES (2)"), DatabaseError);
    {
        DatabasePool no_database{std::filesystem::path{ASPIC_SOURCE_DIR} / "LICENSE"};
        CHECK_THROWS_AS(no_database.borrow(), DatabaseError);
    }
}

TEST_CASE("a connection that is still in a transaction is not lent again")
{
    Fixture one;
    one.pool.borrow()->script("BEGIN IMMEDIATE");
    one.pool.borrow()->run("INSERT INTO one VALUES (1)");
    CHECK(!one.pool.borrow()->is_in_transaction());
}
