#include <aspic/commands/manual_page.h>

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include <aspic/base/clock.h>
#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>
#include <aspic/commands/manual_sections.h>
#include <aspic/commands/option_help.h>
#include <aspic/commands/roff.h>

namespace aspic {

namespace {

using roff::as_sentence;
using roff::Writer;

std::string in_capitals(std::string_view text)
{
    std::string capitals{text};
    std::transform(capitals.begin(), capitals.end(), capitals.begin(), syntax::upper);
    return capitals;
}

// "November 28, 2026", as mdoc(7) wants it.
std::string date_text(std::chrono::sys_days day)
{
    constexpr std::array<const char*, 12> months{"January",   "February", "March",    "April",
                                                 "May",       "June",     "July",     "August",
                                                 "September", "October",  "November", "December"};
    const std::chrono::year_month_day date{day};
    return std::string{months.at(static_cast<unsigned>(date.month()) - 1)} + ' ' +
           std::to_string(static_cast<unsigned>(date.day())) + ", " +
           std::to_string(static_cast<int>(date.year()));
}

std::string flag(std::string_view name)
{
    return "Fl " + roff::argument("-" + std::string{name});
}

// The arguments of a command, as --help shows them: "PATH... | --sitemap FILE | [--all]".
std::string synopsis(std::string_view arguments)
{
    std::string text;
    while (!arguments.empty()) {
        std::string_view word = syntax::take_until(arguments, ' ');
        const bool begins = word.starts_with('[');
        const bool ends = word.ends_with(']');
        if (begins) word.remove_prefix(1);
        if (ends) word.remove_suffix(1);
        const bool repeats = word.ends_with("...");
        if (repeats) word.remove_suffix(3);
        text += begins ? " Oo" : "";
        if (word.starts_with("--"))
            text += ' ' + flag(word.substr(2));
        else
            text += word == "|" ? " |" : " Ar " + roff::argument(word);
        text += repeats ? " ..." : "";
        text += ends ? " Oc" : "";
    }
    return text;
}

// What follows the name of an option in its heading.
std::string value_of(const Option& option)
{
    if (option.kind == OptionKind::yes_or_no) return " Ns Oo = Ns Cm yes | no Oc";
    if (option.kind != OptionKind::choice) return " Ar " + roff::argument(option.value_name);
    std::string text;
    for (const std::string& choice : option.choices)
        text += (text.empty() ? " Cm " : " | ") + roff::argument(choice);
    return text;
}

void write_options(Writer& page, const std::vector<Option>& options)
{
    page.macro("Bl", "-tag -width Ds");
    for (const Option& option : options) {
        page.macro("It", flag(option.name) + value_of(option));
        page.text(as_sentence(option.help));
        const std::string note = bounds_and_default(option, DefaultOf::every_machine);
        if (!note.empty()) page.text('[' + note + ']');
    }
    page.macro("El");
}

void write_commands(Writer& page, const ManualSubject& subject)
{
    page.macro("Bl", "-tag -width Ds");
    for (const Command& command : subject.commands) {
        page.macro("It", "Cm " + roff::argument(command.name) + synopsis(command.arguments));
        page.text(as_sentence(command.help) + ' ' + command.details);
        const auto own = options_of(command.name, subject.options);
        if (!own.empty()) write_options(page, own);
    }
    page.macro("El");
}

void write_paragraphs(Writer& page, const std::vector<std::string>& paragraphs)
{
    for (const std::string& paragraph : paragraphs) {
        if (&paragraph != &paragraphs.front()) page.macro("Pp");
        page.text(paragraph);
    }
}

void write_entries(Writer& page, const std::string& macro, const std::vector<ManualEntry>& entries)
{
    page.macro("Bl", "-tag -width Ds");
    for (const auto& [term, text] : entries) {
        page.macro("It", macro + (macro.empty() ? "" : " ") + roff::arguments(term));
        page.text(text);
    }
    page.macro("El");
}

void write_examples(Writer& page, const std::vector<ManualExample>& examples)
{
    for (const ManualExample& example : examples) {
        if (&example != &examples.front()) page.macro("Pp");
        page.text(example.text);
        page.literal(example.lines);
    }
}

void write_head(Writer& page, const ManualSubject& subject, std::chrono::sys_days date)
{
    const std::string name = roff::argument(subject.program);
    page.macro("Dd", date_text(date));
    page.macro("Dt", roff::argument(in_capitals(subject.program)) + " 8");
    page.macro("Os");
    page.macro("Sh", "NAME");
    page.macro("Nm", name);
    page.macro("Nd", roff::arguments(subject.about.empty() ? "web site on the Aspic server"
                                                           : subject.about));
    page.macro("Sh", "SYNOPSIS");
    page.macro("Nm", name);
    page.macro("Op", "Ar command");
    page.macro("Op", "Ar option ...");
}

}  // namespace

std::string manual_page(const ManualSubject& subject, std::chrono::sys_days date)
{
    Writer page;
    write_head(page, subject, date);
    page.macro("Sh", "DESCRIPTION");
    write_paragraphs(page, manual_description());
    page.macro("Sh", "COMMANDS");
    write_commands(page, subject);
    page.macro("Sh", "OPTIONS");
    page.text(
        "All commands have these options. The command line overrides the environment, which "
        "overrides the configuration file. A size is in bytes, or has a unit: K, M or G.");
    for (const auto& [group, options] : option_groups(subject.options)) {
        page.macro("Ss", roff::arguments(group));
        write_options(page, options);
    }
    page.macro("Sh", "ENVIRONMENT");
    write_paragraphs(page, manual_environment());
    page.macro("Sh", "FILES");
    write_entries(page, "Pa", manual_files(subject.program));
    page.macro("Sh", "EXIT STATUS");
    write_entries(page, "", manual_exit_statuses());
    page.macro("Sh", "SIGNALS");
    write_entries(page, "", manual_signals());
    page.macro("Sh", "EXAMPLES");
    write_examples(page, manual_examples(subject.program));
    page.macro("Sh", "SEE ALSO");
    page.text(manual_references());
    return page.source();
}

std::chrono::sys_days build_day()
{
    const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
    auto seconds =
        epoch == nullptr ? std::nullopt : parse_number<std::int64_t>(epoch, 0, INT32_MAX);
    struct stat status {};
    if (!seconds && ::stat("/proc/self/exe", &status) == 0) seconds = status.st_mtim.tv_sec;
    return std::chrono::floor<std::chrono::days>(
        std::chrono::sys_seconds{std::chrono::seconds{seconds.value_or(0)}});
}

}  // namespace aspic
