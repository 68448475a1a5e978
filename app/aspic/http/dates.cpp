#include <aspic/http/dates.h>

#include <algorithm>
#include <array>

#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>

namespace aspic {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> day_names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr Time first_time = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
constexpr Time end_time = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1};

void append_number(std::string& text, unsigned number, unsigned digits)
{
    const std::size_t start = text.size();
    text.append(digits, '0');
    for (std::size_t i = start + digits; i-- > start; number /= 10) {
        text[i] = static_cast<char>('0' + number % 10);
    }
}

/// Reads a date from left to right. After the first mismatch, `good` stays false. Names are written
/// in any letter case.
struct Reader {
    std::string_view rest;
    bool good = true;

    bool take(std::string_view text)
    {
        if (!equal_ignoring_case(rest.substr(0, text.size()), text)) return false;
        rest.remove_prefix(text.size());
        return true;
    }
    void literal(std::string_view text) { good = good && take(text); }
    unsigned number(std::size_t digits)
    {
        good = good && rest.size() >= digits &&
               std::all_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(digits),
                           syntax::is_digit);
        if (!good) return 0;
        unsigned value = 0;
        for (const char c : rest.substr(0, digits))
            value = value * 10 + unsigned(c - '0');
        rest.remove_prefix(digits);
        return value;
    }
    /// Reads the long name ("Sunday") if `whole` is true, otherwise its first three letters.
    void day_name(bool whole)
    {
        for (const std::string_view name : day_names) {
            if (take(whole ? name : name.substr(0, 3))) return;
        }
        good = false;
    }
    unsigned month()
    {
        for (unsigned i = 0; i < month_names.size(); ++i) {
            if (take(month_names[i])) return i + 1;
        }
        good = false;
        return 1;
    }
    std::chrono::seconds time_of_day()
    {
        const std::chrono::hours hours{number(2)};
        literal(":");
        const std::chrono::minutes minutes{number(2)};
        literal(":");
        const std::chrono::seconds whole{number(2)};
        good = good && hours.count() < 24 && minutes.count() < 60 && whole.count() <= 60;
        return hours + minutes + whole;
    }
};

std::optional<Time> finish(const Reader& reader, unsigned year, unsigned month, unsigned day,
                           std::chrono::seconds time_of_day)
{
    const year_month_day date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{month},
                              std::chrono::day{day}};
    if (!reader.good || !reader.rest.empty() || !date.ok()) return std::nullopt;
    return std::chrono::sys_days{date} + time_of_day;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<Time> parse_fixdate(std::string_view text)
{
    Reader reader{text};
    reader.day_name(false);
    reader.literal(", ");
    const unsigned day = reader.number(2);
    reader.literal(" ");
    const unsigned month = reader.month();
    reader.literal(" ");
    const unsigned year = reader.number(4);
    reader.literal(" ");
    const auto time = reader.time_of_day();
    reader.literal(" GMT");
    return finish(reader, year, month, day, time);
}

/// "Sunday, 06-Nov-94 08:49:37 GMT": a year that would be more than 50 years in the future is in
/// the past.
std::optional<Time> parse_rfc850(std::string_view text)
{
    Reader reader{text};
    reader.day_name(true);
    reader.literal(", ");
    const unsigned day = reader.number(2);
    reader.literal("-");
    const unsigned month = reader.month();
    reader.literal("-");
    unsigned year = reader.number(2);
    reader.literal(" ");
    const auto time = reader.time_of_day();
    reader.literal(" GMT");

    const year_month_day today{floor<days>(std::chrono::system_clock::now())};
    const auto this_year = static_cast<unsigned>(static_cast<int>(today.year()));
    year += this_year / 100 * 100;
    if (year > this_year + 50) year -= 100;
    return finish(reader, year, month, day, time);
}

/// "Sun Nov  6 08:49:37 1994"
std::optional<Time> parse_asctime(std::string_view text)
{
    Reader reader{text};
    reader.day_name(false);
    reader.literal(" ");
    const unsigned month = reader.month();
    reader.literal(" ");
    const bool one_digit = reader.rest.starts_with(' ');
    if (one_digit) reader.literal(" ");
    const unsigned day = reader.number(one_digit ? 1 : 2);
    reader.literal(" ");
    const auto time = reader.time_of_day();
    reader.literal(" ");
    const unsigned year = reader.number(4);
    return finish(reader, year, month, day, time);
}

}  // namespace

std::string format_date(Time time)
{
    time = std::clamp(time, first_time, end_time - std::chrono::seconds{1});
    const auto midnight = floor<days>(time);
    const year_month_day date{midnight};
    const std::chrono::hh_mm_ss clock{time - midnight};

    std::string text;
    text.reserve(29);
    text += day_names[std::chrono::weekday{midnight}.c_encoding()].substr(0, 3);
    text += ", ";
    append_number(text, static_cast<unsigned>(date.day()), 2);
    text += ' ';
    text += month_names[static_cast<unsigned>(date.month()) - 1];
    text += ' ';
    append_number(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    text += ' ';
    append_number(text, static_cast<unsigned>(clock.hours().count()), 2);
    text += ':';
    append_number(text, static_cast<unsigned>(clock.minutes().count()), 2);
    text += ':';
    append_number(text, static_cast<unsigned>(clock.seconds().count()), 2);
    text += " GMT";
    return text;
}

std::optional<Time> parse_date(std::string_view text)
{
    text = syntax::trim(text);
    if (const auto time = parse_fixdate(text)) return time;
    if (const auto time = parse_rfc850(text)) return time;
    return parse_asctime(text);
}

}  // namespace aspic
