#include <array>

#include "base/text.h"
#include "library.h"
#include "pages/pages.h"
#include "pages/visitor.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr std::int64_t most_shown = 200;

// Returns "5 May 2026" and "2026-05-05", in UTC. The page is cached, so words such as "two hours
// ago" would soon be wrong.
struct Day {
    explicit Day(std::chrono::sys_seconds time)
    {
        constexpr std::array<const char*, 12> months{
            "January", "February", "March",     "April",   "May",      "June",
            "July",    "August",   "September", "October", "November", "December"};
        const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
        const auto year = std::to_string(static_cast<int>(date.year()));
        const unsigned month = static_cast<unsigned>(date.month());
        const unsigned day = static_cast<unsigned>(date.day());
        in_words = std::to_string(day) + " " + months.at(month - 1) + " " + year;
        const auto two_digits = [](unsigned number) {
            return (number < 10 ? "-0" : "-") + std::to_string(number);
        };
        numeric = year + two_digits(month) + two_digits(day);
    }
    std::string in_words;
    std::string numeric;
};

void add_note_row(Fragment& fragment, const Note& note, bool own)
{
    const Day day{note.written};
    Values& row = fragment.add("NOTES");
    row.set("NOTE_ID", note.id);
    row.set("AUTHOR", note.author_name);
    row.set("DAY", day.in_words);
    row.set("DAY_NUMERIC", day.numeric);
    row.show("EDITED", note.edited);
    row.set("TEXT", note.text);
    row.show("OWN", own);
    row.set("CHANGE_URL", change_note_path(note.id));
    row.set("DELETE_URL", delete_note_path(note.id));
}

}  // namespace

Fragment notes(Request& request, std::string_view section, std::string_view name)
{
    const NoteList list = library().notes.on_page(section, name, most_shown);
    const std::int64_t visitor = visitor_id(request.session());
    Fragment fragment{"notes.tpl"};
    fragment.show("HAS_NOTES", !list.notes.empty());
    fragment.show("NO_NOTES", list.notes.empty());
    fragment.show("HAS_UNLISTED", list.unlisted > 0);
    fragment.set("UNLISTED", with_commas(list.unlisted));
    fragment.show("ONE_UNLISTED", list.unlisted == 1);
    fragment.show("MANY_UNLISTED", list.unlisted > 1);
    fragment.list("NOTES");
    for (const Note& note : list.notes)
        add_note_row(fragment, note, visitor != 0 && note.author == visitor);
    return fragment;
}

}  // namespace manual
