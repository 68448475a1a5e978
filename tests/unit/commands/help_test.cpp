// --help, help COMMAND, and the default configuration.
#include <doctest/doctest.h>

#include <sstream>

#include <aspic/commands/commands.h>
#include <aspic/commands/configuration_file.h>
#include <aspic/commands/option_help.h>
#include "../support/command_line.h"
#include "../support/message_of.h"
#include "../support/run_command.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::contains;
using support::run_command;

namespace {

Site site()
{
    Site site{};
    site.option("man-root", "DIR", "/m # n", "directory of manual pages");
    site.command("index", "updates the catalogue of pages", [](const Settings&) { return 0; });
    return site;
}

/// The text with one space for each run of white space.
std::string joined(const std::string& text)
{
    std::istringstream words{text};
    std::string result;
    for (std::string word; words >> word;)
        result += word + ' ';
    return result;
}

std::vector<std::string> lines_of(const std::string& text)
{
    std::istringstream in{text};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

}  // namespace

TEST_CASE("help fits 80 columns, and no line ends with a space")
{
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"help"}, {"help", "purge"}, {"default-config"}}) {
        for (const std::string& line : lines_of(run_command(Site{}, words).out)) {
            CAPTURE(line);
            // An option with its value is one line, however long.
            const bool is_option = line.starts_with("#content-");
            CHECK((line.size() < 80 || is_option));
            CHECK_FALSE(line.ends_with(' '));
        }
    }
}

TEST_CASE("help shows each command and option once, with help, bounds and default, in groups")
{
    const std::string text = joined(run_command(site(), {"help"}).out);
    for (const Command& command : all_commands(site())) {
        CAPTURE(command.name);
        CHECK(contains(text, command.name + ' ' + command.arguments +
                                 (command.arguments.empty() ? "" : " ") + command.help + ' '));
    }
    for (const Option& option : all_options(site())) {
        CAPTURE(option.name);
        CHECK(contains(text, "--" + option.name + value_of_usage(option) + ' ' + option.help));
    }
    CHECK(contains(text,
                   "--max-body BYTES maximum size of a request body, unless its view allows "
                   "another one; a larger one gets 413 "
                   "[0 to 1G; default 1M]"));
    CHECK(contains(text, "[60 to 31536000; default 2592000 (30 d)]"));
    CHECK(contains(text, "minimum log level [default info]"));
    CHECK(contains(text, "--debug[=yes|no] cache nothing"));
    CHECK(contains(text, "The page cache: --cache redis|memory where pages are cached"));
    CHECK(contains(text,
                   "The site's own options: --man-root DIR directory of manual pages "
                   "[default /m # n]"));
}

TEST_CASE("every option has a group, and every group is shown once")
{
    std::size_t count = 0;
    for (const OptionGroup& group : option_groups(all_options(site()))) {
        CAPTURE(group.name);
        CHECK_FALSE(group.name.empty());
        CHECK_FALSE(group.options.empty());
        count += group.options.size();
    }
    CHECK(count == options_of("", all_options(site())).size());
}

TEST_CASE("help of one command shows its usage and its own options")
{
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"help", "purge"}, {"purge", "--help"}}) {
        const std::string text = run_command(site(), words).out;
        CHECK(text.starts_with(
            "Usage: aspic-site purge --tag TAG | --path PATH | --all [--soft] [OPTION]...\n"));
        CHECK(contains(text, "--tag TAG"));
        CHECK_FALSE(contains(text, "--threads"));
    }
    CHECK(contains(run_command(site(), {"help", "index"}).out, "updates the catalogue of pages."));
    const auto unknown = run_command(site(), {"help", "nonsense"});
    CHECK(unknown.code == 2);
    CHECK(contains(unknown.error, "there is no command \"nonsense\""));
    CHECK(run_command(site(), {"help", "purge", "warm"}).code == 2);
}

TEST_CASE("the default configuration has every option, and each line may be uncommented")
{
    const std::string text = run_command(site(), {"default-config"}).out;
    CHECK(parse_configuration(text, "default").empty());
    std::string uncommented;
    for (const std::string& line : lines_of(text)) {
        const bool is_option =
            line.size() > 1 && line[0] == '#' && line[1] != ' ' && line[1] != '#';
        if (is_option) uncommented += line.substr(1) + '\n';
    }
    const support::TemporaryDirectory directory;
    const std::string file = directory.write("site.conf", uncommented).string();
    const auto usual = support::parse_words({}, site()).settings.all();
    auto set = support::parse_words({"--config", file}, site()).settings.all();
    CHECK(set.at("config") == file);
    set.at("config").clear();
    CHECK(set == usual);
    for (const Option& option : options_of("", all_options(site()))) {
        CAPTURE(option.name);
        CHECK(contains('\n' + uncommented, '\n' + option.name + " =") ==
              (option.name != config_option));
    }
}

TEST_CASE("a site's command with the name of another one is refused with its name")
{
    Site twice = site();
    twice.command("manual", "again", [](const Settings&) { return 0; });
    for (const char* name : {"routes", "serve", "check", "help", "version", "manual"}) {
        const auto refused = run_command(twice, {name});
        CHECK(refused.code == 1);
        CHECK(contains(refused.error, "the site's command manual exists already: choose another"));
    }
}
