// The database of an earlier version of the site is updated.
#include "accounts/account_table.h"

#include <doctest/doctest.h>

#include "../../support/temporary_directory.h"
#include "accounts/account_names.h"
#include "accounts/accounts.h"
#include "accounts/passwords.h"

using namespace manual;
using namespace std::chrono_literals;

namespace {

struct EarlierSite {
    EarlierSite()
    {
        pool.borrow()->script(
            "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL "
            "UNIQUE, password TEXT NOT NULL, since INTEGER NOT NULL)");
    }
    void add(std::int64_t id, std::string_view name, std::string_view password)
    {
        pool.borrow()->run("INSERT INTO users VALUES (?, ?, ?, ?, ?)", id, name,
                           earlier_name_key(name), hash_password(password), id);
    }
    std::int64_t sign_in(Accounts& accounts, std::string_view name, std::string_view password)
    {
        const auto result = accounts.sign_in(name, password, {"192.0.2.1"},
                                             std::chrono::sys_seconds{1'800'000'000s});
        const auto* user = std::get_if<User>(&result);
        return user == nullptr ? 0 : user->id;
    }

    support::TemporaryDirectory directory;
    std::filesystem::path file = directory.path() / "accounts.db";
    DatabasePool pool{file};
};

}  // namespace

TEST_CASE("accounts of an earlier version can sign in, and get their looks")
{
    EarlierSite earlier;
    earlier.add(1, "Stra\u00DFe", "one horse");
    earlier.add(2, "Admin", "two horse");
    Accounts accounts{earlier.file};
    CHECK(earlier.sign_in(accounts, "STRASSE", "one horse") == 1);
    CHECK(earlier.sign_in(accounts, "admin", "two horse") == 2);
    CHECK(is_name_taken(*accounts.database().borrow(), "\u0410dmin"));
}

TEST_CASE("two earlier accounts whose names are now the same can both sign in, after each start")
{
    EarlierSite earlier;
    earlier.add(1, "Zo\u00EB", "one horse");
    earlier.add(2, "Zoe\u0308", "two horse");             // decomposed
    earlier.add(3, "\uFF3A\uFF4F\u00EB", "three horse");  // wide
    for (int start = 0; start < 2; ++start) {
        Accounts accounts{earlier.file};
        CHECK(earlier.sign_in(accounts, "Zo\u00EB", "one horse") == 1);
        CHECK(earlier.sign_in(accounts, "Zoe\u0308", "two horse") == 2);
        CHECK(earlier.sign_in(accounts, "\uFF3A\uFF4F\u00EB", "three horse") == 3);
        CHECK(earlier.sign_in(accounts, "Zo\u00EB", "two horse") == 0);
    }
}

TEST_CASE("two earlier accounts whose names look alike keep their names")
{
    EarlierSite earlier;
    earlier.add(1, "Admin", "one horse");
    earlier.add(2, "\u0410dmin", "two horse");
    Accounts accounts{earlier.file};
    CHECK(earlier.sign_in(accounts, "admin", "one horse") == 1);
    CHECK(earlier.sign_in(accounts, "\u0430dmin", "two horse") == 2);
}

TEST_CASE(
    "an account that an earlier version adds while this one runs can sign in, and gets looks later")
{
    EarlierSite earlier;
    Accounts accounts{earlier.file};
    earlier.add(1, "Ana", "one horse");
    CHECK(earlier.sign_in(accounts, "ana", "one horse") == 1);
    CHECK(is_name_taken(*accounts.database().borrow(), "ANA"));
    const Accounts next_start{earlier.file};
    CHECK(is_name_taken(*accounts.database().borrow(), "\u0410na"));
}
