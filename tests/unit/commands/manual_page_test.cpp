// The manual page, judged by mandoc.
#include <aspic/commands/manual_page.h>

#include <doctest/doctest.h>

#include <stdlib.h>

#include <aspic/commands/manual_sections.h>
#include <aspic/commands/option_help.h>
#include <aspic/commands/roff.h>
#include "../support/message_of.h"
#include "../support/run_command.h"
#include "../support/small_site.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::TemporaryDirectory;

namespace {

constexpr std::chrono::sys_days day{std::chrono::year{2026} / 3 / 9};

ManualSubject subject_of(const Site& site, const std::string& program = "hello")
{
    return {program, site.about(), all_commands(site), all_options(site)};
}

/// What mandoc prints for the page, with these options.
std::string mandoc(const std::string& options, const std::string& page)
{
    const TemporaryDirectory directory;
    const auto source = directory.write("page.8", page);
    const auto output = directory / "output";
    const std::string command =
        "mandoc " + options + " " + source.string() + " >" + output.string() + " 2>&1";
    const int status = ::system(command.c_str());
    CAPTURE(status);
    std::string printed = support::contents(output);
    REQUIRE_FALSE(contains(printed, "not found"));
    return printed;
}

/// The page as it is read, without line breaks and indentation.
std::string shown(const std::string& page)
{
    std::string text;
    for (const char c : mandoc("-Tascii -Owidth=900", page)) {
        if (c == '\b')
            text.pop_back();  // bold is "x\bx", and underlined "_\bx"
        else if ((c != '\n' && c != ' ') || (!text.empty() && text.back() != ' '))
            text += c == '\n' ? ' ' : c;
    }
    return text;
}

/// What follows the option's name on the page.
std::string value_shown(const Option& option)
{
    if (option.kind == OptionKind::yes_or_no) return "[=yes | no]";
    if (option.kind != OptionKind::choice) return ' ' + option.value_name;
    std::string choices;
    for (const std::string& choice : option.choices)
        choices += (choices.empty() ? " " : " | ") + choice;
    return choices;
}

Site hostile_site()
{
    Site site{};
    site.about(".Sh \"it's\" a \\fBsite\\fP (of) Nm . An é");
    site.option("a-b", "Fl", ".", ".Sh NAME\nis not 'a' macro; \\fB nor .El `is it. And");
    site.option("c", "A B|C", "it's \\e \"x\"", "' begins a line. .El does too. `b` \xff é");
    site.option("long", "WORD", std::string(200, 'x'), std::string(200, 'y'));
    site.command("El", ".Bl -tag", [](const Settings&) { return 0; });
    return site;
}

}  // namespace

TEST_CASE("mandoc has no remark on the page")
{
    Site site = support::small_site();
    CHECK(mandoc("-Tlint -Wall", manual_page(subject_of(site), day)) == "");
    site.about("web site of a test");
    site.option("man-root", "DIR[:DIR...]", "/m", "directories of manual pages");
    site.command("index", "updates the catalogue; `serve` does it too",
                 [](const Settings&) { return 0; });
    CHECK(mandoc("-Tlint -Wall", manual_page(subject_of(site), day)) == "");
}

TEST_CASE("a text of the site with macros and escapes in it is shown as it is")
{
    const std::string page = manual_page(subject_of(hostile_site(), "it's.Sh"), day);
    CHECK(mandoc("-Tlint -Wwarning", page) == "");
    const std::string text = shown(page);
    for (const std::string part :
         {"it's.Sh - .Sh \"it's\" a \\fBsite\\fP (of) Nm . An ", "--a-b Fl", ".Sh NAME is not 'a'",
          "macro; \\fB nor .El", "' begins a line. ", ".El does too. ", "it's \\e \"x\"",
          "--c A B|C", "El .Bl -tag"}) {
        CAPTURE(part);
        CHECK(contains(text, part));
    }
}

TEST_CASE("every command and every option is on the page, with its help, bounds and default")
{
    const ManualSubject subject = subject_of(support::small_site());
    const std::string text = shown(manual_page(subject, day));
    for (const Command& command : subject.commands) {
        CAPTURE(command.name);
        CHECK(contains(text, ' ' + command.name + ' '));
        CHECK(contains(text, command.help.substr(1, command.help.find(" `") - 1)));
    }
    for (const Option& option : subject.options) {
        CAPTURE(option.name);
        const std::string help = roff::as_sentence(option.help);
        CHECK(contains(
            text, "--" + option.name + value_shown(option) + ' ' + help.substr(0, help.find('`'))));
        CHECK(contains(text, bounds_and_default(option, DefaultOf::every_machine)));
    }
    CHECK(contains(text, "--threads N Threads that answer requests"));
    CHECK(contains(text,
                   "[1 to 1024; default 16, or twice the number of processors if that is "
                   "more]"));
    CHECK(contains(text,
                   "--max-body BYTES Maximum size of a request body, unless its view allows "
                   "another one; a larger one gets 413. "
                   "[0 to 1G; default 1M]"));
    CHECK(contains(text, "--debug[=yes | no] "));
    CHECK(contains(text, "--cache redis | memory "));
    CHECK(contains(text, "purge --tag TAG | --path PATH | --all [--soft] "));
    CHECK(contains(text, "collect-static DIR [SOURCE ...] "));
}

TEST_CASE("the page has the sections of a manual page, in their order")
{
    const std::string page = manual_page(subject_of(support::small_site()), day);
    std::size_t at = 0;
    for (const std::string section :
         {"NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "ENVIRONMENT", "FILES",
          "EXIT STATUS", "SIGNALS", "EXAMPLES", "SEE ALSO"}) {
        CAPTURE(section);
        at = page.find("\n.Sh " + section + "\n", at);
        CHECK(at != std::string::npos);
    }
    const std::string text = shown(page);
    CHECK(contains(text, "hello - web site on the Aspic server"));
    CHECK(contains(text, "/etc/aspic/hello.conf"));
    for (const ManualEntry& signal : manual_signals())
        CHECK(contains(text, signal.term));
}

TEST_CASE("the command `manual` prints the page, with the day from SOURCE_DATE_EPOCH")
{
    CHECK(build_day() > std::chrono::sys_days{std::chrono::year{2026} / 1 / 1});
    ::setenv("SOURCE_DATE_EPOCH", "86400", 1);
    CHECK(build_day() == std::chrono::sys_days{std::chrono::year{1970} / 1 / 2});
    const auto printed = support::run_command(support::small_site(), {"manual"});
    ::unsetenv("SOURCE_DATE_EPOCH");
    CHECK(printed.code == 0);
    CHECK(printed.out.starts_with(".Dd January 2, 1970\n.Dt ASPIC\\-SITE 8\n"));
    CHECK(printed.out == manual_page(subject_of(support::small_site(), "aspic-site"),
                                     std::chrono::sys_days{std::chrono::year{1970} / 1 / 2}));
}
