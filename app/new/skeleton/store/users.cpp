#include "store/users.h"

#include <aspic/aspic.h>

#include <chrono>

#include "store/passwords.h"

Users::Users(Database& database) : database_{database}
{
    database_.run(
        "CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY,"
        " name TEXT NOT NULL UNIQUE COLLATE NOCASE, hash TEXT NOT NULL)");
    database_.run(
        "CREATE TABLE IF NOT EXISTS attempts (subject TEXT NOT NULL COLLATE NOCASE,"
        " time INTEGER NOT NULL)");
    database_.run("CREATE INDEX IF NOT EXISTS attempts_of ON attempts (subject)");
}

std::optional<User> Users::add(std::string_view name, std::string_view password)
{
    const auto made = database_.run(
        "INSERT INTO users (name, hash) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id",
        {name, hash_password(password)});
    if (made.empty()) return std::nullopt;
    return User{std::stoll(made.front()[0]), std::string{name}};
}

std::optional<User> Users::with_password(std::string_view name, std::string_view password,
                                         std::string_view address)
{
    const std::string subject = std::string{address} + ' ' + std::string{name};
    count_attempt(address, 30);  // one password may be tried with many names
    count_attempt(subject, 10);
    const auto found = database_.run("SELECT id, name, hash FROM users WHERE name = ?", {name});
    // An unknown name takes as long as a wrong password, so nobody can ask which names exist.
    const bool right = is_password(password, found.empty() ? hash_of_nobody() : found.front()[2]);
    if (!right || found.empty()) return std::nullopt;
    database_.run("DELETE FROM attempts WHERE subject = ?", {subject});
    // Only this attempt: otherwise a visitor's own account would forget all that they try.
    database_.run(
        "DELETE FROM attempts WHERE rowid = (SELECT max(rowid) FROM attempts WHERE subject = ?)",
        {address});
    return User{std::stoll(found.front()[0]), found.front()[1]};
}

void Users::count_attempt(std::string_view subject, int most)
{
    constexpr std::chrono::minutes period{15};
    const std::int64_t seconds = std::chrono::seconds{period}.count();
    database_.run("DELETE FROM attempts WHERE time < unixepoch() - ?", {seconds});
    const auto count = database_.run("SELECT count(*) FROM attempts WHERE subject = ?", {subject});
    if (std::stoi(count.front()[0]) >= most)
        throw aspic::TooManyRequests{"Too many wrong passwords. Try again in 15 minutes.", period};
    database_.run("INSERT INTO attempts (subject, time) VALUES (?, unixepoch())", {subject});
}
