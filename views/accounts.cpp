#include "accounts.h"

#include <optional>
#include <utility>

#include "account_names.h"
#include "attempts.h"
#include "passwords.h"
#include "text.h"

namespace manual {

namespace {

constexpr const char* schema = R"(
    CREATE TABLE IF NOT EXISTS users(
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,
        password TEXT NOT NULL,
        since INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS attempts(
        subject TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        last INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS attempts_by_time ON attempts(last);
    CREATE TABLE IF NOT EXISTS visits(
        user INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
        section TEXT NOT NULL,
        name TEXT NOT NULL,
        time INTEGER NOT NULL,
        PRIMARY KEY(user, section, name)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS visits_by_time ON visits(user, time);
)";

std::optional<std::string> objection_to_password(std::string_view password)
{
    if (password.size() > longest_password) return "The password is too long.";
    if (code_points(password).size() < shortest_password) {
        return "The password needs at least " + std::to_string(shortest_password) + " characters.";
    }
    return {};
}

Refusal too_early(std::string_view what, std::chrono::seconds wait)
{
    return {std::string{what} + " Try again in " + in_words(wait) + ".", wait};
}

}  // namespace

Accounts::Accounts(const std::filesystem::path& file) : database_(file)
{
    database_.borrow()->script(schema);
}

std::variant<User, Refusal> Accounts::sign_up(std::string_view name, std::string_view password,
                                              std::string_view address, Time now)
{
    if (auto objection = objection_to_name(name)) return Refusal{*objection};
    if (auto objection = objection_to_password(password)) return Refusal{*objection};
    const std::string key = name_key(name);
    const auto database = database_.borrow();
    const Refusal taken{"The name " + std::string{name} + " is taken."};
    if (database->query("SELECT 1 FROM users WHERE key = ?", key).next()) return taken;

    const std::string subject = "sign-up from " + network_of(address);
    const auto wait = Attempts{*database}.begin(subject, sign_ups_by_address, now);
    if (wait.count() > 0)
        return too_early("Too many people have signed up from your network.", wait);
    const std::string hash = hash_password(password);
    // Random ids: a session that outlives a lost database never is somebody else's in the next one.
    database->run(
        "INSERT INTO users(id, name, key, password, since) "
        "VALUES (random() & 0x7FFFFFFFFFFFFFFF, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        name, key, hash, now.time_since_epoch().count());
    if (database->changes() == 0) return taken;
    return User{database->last_id(), std::string{name}};
}

std::variant<User, Refusal> Accounts::sign_in(std::string_view name, std::string_view password,
                                              std::string_view address, Time now)
{
    constexpr std::string_view too_many = "Too many failed attempts.";
    const std::string key = name_key(cut(name, longest_name * 4));
    const std::string by_name = "name " + key;
    const std::string by_address = "address " + network_of(address);
    const auto database = database_.borrow();
    Attempts attempts{*database};
    if (const auto wait = attempts.begin(by_address, attempts_by_address, now); wait.count() > 0) {
        return too_early(too_many, wait);
    }
    if (const auto wait = attempts.begin(by_name, attempts_by_name, now); wait.count() > 0) {
        attempts.take_back(by_address);
        return too_early(too_many, wait);
    }

    User user;
    std::string hash;
    {
        Statement row = database->query("SELECT id, name, password FROM users WHERE key = ?", key);
        if (row.next()) {
            user = {row.integer(0), std::string{row.text(1)}};
            hash = row.text(2);
        }
    }
    password = password.substr(0, longest_password + 1);
    const bool right = !hash.empty() && is_password(password, hash);
    if (hash.empty()) check_nothing(password);
    if (!right) return Refusal{"The name or the password is not right."};
    attempts.forget(by_name);
    attempts.take_back(by_address);
    return user;
}

}  // namespace manual
