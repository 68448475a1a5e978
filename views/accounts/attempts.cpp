#include "accounts/attempts.h"

#include <arpa/inet.h>

#include <algorithm>

namespace manual {

namespace {

using std::chrono::seconds;

// Failures are forgotten after a day without a failure.
constexpr seconds memory = std::chrono::hours{24};

seconds wait_after(std::int64_t failures, const AttemptRule& rule)
{
    if (failures <= rule.free) return seconds{0};
    const std::int64_t doublings = std::min<std::int64_t>(failures - rule.free - 1, 20);
    return std::min(rule.first * (std::int64_t{1} << doublings), rule.longest);
}

}  // namespace

// REQUIRES: a transaction. Records a new subject if its rule makes it wait before the first
// attempt.
seconds Attempts::wait_of(const Count& count, Time now)
{
    const std::int64_t time = now.time_since_epoch().count();
    {
        Statement row =
            database_.query("SELECT failures, last FROM attempts WHERE subject = ?", count.subject);
        if (row.next()) {
            // If the clock has been set back, the wait must not become long.
            const seconds since{std::max<std::int64_t>(time - row.integer(1), 0)};
            return std::max(wait_after(row.integer(0), count.rule) - since, seconds{0});
        }
    }
    if (!count.rule.waits_before_all) return seconds{0};
    add(count.subject, now);
    return count.rule.first;
}

seconds Attempts::begin(std::initializer_list<Count> counts, Time now)
{
    Transaction transaction{database_, counting};
    database_.run("DELETE FROM attempts WHERE last < ?", (now - memory).time_since_epoch().count());
    seconds wait{0};
    for (const Count& count : counts)
        wait = std::max(wait, wait_of(count, now));
    if (wait.count() == 0) {
        for (const Count& count : counts)
            add(count.subject, now);
    }
    transaction.commit();
    return wait;
}

std::int64_t Attempts::failures(std::string_view subject, Time now)
{
    Statement row = database_.query("SELECT failures FROM attempts WHERE subject = ? AND last >= ?",
                                    subject, (now - memory).time_since_epoch().count());
    return row.next() ? row.integer(0) : 0;
}

void Attempts::add(std::string_view subject, Time now)
{
    database_.run(
        "INSERT INTO attempts(subject, failures, last) VALUES (?, 1, ?) "
        "ON CONFLICT(subject) DO UPDATE SET failures = failures + 1, last = excluded.last",
        subject, now.time_since_epoch().count());
}

void Attempts::take_back(std::string_view subject)
{
    database_.run("UPDATE attempts SET failures = failures - 1 WHERE subject = ? AND failures > 0",
                  subject);
}

void Attempts::forget(std::string_view subject)
{
    database_.run("DELETE FROM attempts WHERE subject = ?", subject);
}

std::string network_of(std::string_view address, unsigned bits)
{
    std::string text{address};
    in6_addr parsed{};
    if (inet_pton(AF_INET6, text.c_str(), &parsed) != 1) return text;
    if (IN6_IS_ADDR_V4MAPPED(&parsed)) return text.substr(text.rfind(':') + 1);
    std::fill(parsed.s6_addr + bits / 8, parsed.s6_addr + 16, std::uint8_t{0});
    char shown[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, &parsed, shown, sizeof shown);
    return std::string{shown} + "/" + std::to_string(bits);
}

std::string in_words(seconds wait)
{
    const bool long_wait = wait > seconds{90};
    const auto count =
        long_wait ? std::chrono::ceil<std::chrono::minutes>(wait).count() : wait.count();
    return std::to_string(count) + (long_wait ? " minute" : " second") + (count == 1 ? "" : "s");
}

}  // namespace manual
