#include "accounts/account_table.h"

#include <aspic/aspic.h>

#include <vector>

#include "accounts/account_names.h"

namespace manual {

namespace {

constexpr const char* schema = R"(
    CREATE TABLE IF NOT EXISTS users(
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,
        password TEXT NOT NULL,
        since INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS name_looks(
        look TEXT NOT NULL,
        user INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
        PRIMARY KEY(look, user)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS name_looks_by_user ON name_looks(user);
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

struct NamedUser {
    std::int64_t id;
    std::string name;
    std::string key;
};

// An earlier version of the site stores no looks. It may still run at the same time as this one.
std::vector<NamedUser> users_without_looks(Database& database)
{
    std::vector<NamedUser> users;
    Statement row = database.query(
        "SELECT id, name, key FROM users WHERE id NOT IN (SELECT user FROM name_looks) "
        "ORDER BY since, id");
    while (row.next())
        users.push_back({row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}});
    return users;
}

std::optional<UserRow> user_with_key(Database& database, std::string_view key)
{
    Statement row = database.query("SELECT id, name, password FROM users WHERE key = ?", key);
    if (!row.next()) return {};
    return UserRow{row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}};
}

void add_looks(Database& database, std::int64_t user, std::string_view name)
{
    for (const std::string& look : name_looks(name))
        database.run("INSERT INTO name_looks(look, user) VALUES (?, ?) ON CONFLICT DO NOTHING",
                     look, user);
}

void update_key(Database& database, const NamedUser& user)
{
    const std::string key = name_key(user.name);
    if (key == user.key) return;
    if (const auto other = user_with_key(database, key)) {
        aspic::log(aspic::LogLevel::warning, "two accounts now have the same name",
                   {{"earlier", other->name},
                    {"later", user.name},
                    {"what_follows", "both can sign in, each by the name as it is written here"}});
        return;
    }
    database.run("UPDATE users SET key = ? WHERE id = ?", key, user.id);
}

}  // namespace

void prepare_accounts(Database& database)
{
    Transaction transaction{database};  // other processes may do the same at this moment
    database.script(schema);
    for (const NamedUser& user : users_without_looks(database)) {
        update_key(database, user);
        add_looks(database, user.id, user.name);
    }
    transaction.commit();
}

std::optional<UserRow> find_user(Database& database, std::string_view name)
{
    if (auto user = user_with_key(database, earlier_name_key(name))) return user;
    return user_with_key(database, name_key(name));
}

bool is_name_taken(Database& database, std::string_view name)
{
    if (find_user(database, name)) return true;
    for (const std::string& look : name_looks(name)) {
        if (database.query("SELECT 1 FROM name_looks WHERE look = ?", look).next()) return true;
    }
    return false;
}

std::optional<std::int64_t> add_user(Database& database, std::string_view name,
                                     std::string_view hash, std::chrono::sys_seconds now)
{
    Transaction transaction{database};
    if (is_name_taken(database, name)) return {};
    // Ids are random. So a session that outlives a lost database never belongs to another user of
    // the next database.
    database.run(
        "INSERT INTO users(id, name, key, password, since) "
        "VALUES (random() & 0x7FFFFFFFFFFFFFFF, ?, ?, ?, ?)",
        name, name_key(name), hash, now.time_since_epoch().count());
    const std::int64_t id = database.last_id();
    add_looks(database, id, name);
    transaction.commit();
    return id;
}

}  // namespace manual
