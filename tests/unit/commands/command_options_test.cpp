// Options of single commands, and the help that shows them.
#include <doctest/doctest.h>

#include <aspic/commands/commands.h>
#include <aspic/commands/options.h>
#include "../support/command_line.h"
#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::contains;
using support::message_of;

namespace {

using Words = std::vector<std::string>;

CommandLine parsed(const Words& words, const Words& environment = {})
{
    return support::parse_words(words, Site{}, environment);
}

std::string usage_error(const Words& words)
{
    return message_of<UsageError>([&] { parsed(words); });
}

}  // namespace

TEST_CASE("an option of a command may come before or after its name")
{
    for (const Words& words : {Words{"purge", "--tag", "manual:ls", "--soft"},
                               Words{"--soft", "--tag=manual:ls", "purge"}}) {
        const CommandLine line = parsed(words);
        CHECK(line.command == "purge");
        CHECK(line.arguments.empty());
        CHECK(line.settings.get("tag") == "manual:ls");
        CHECK(line.options.soft);
        CHECK_FALSE(line.options.all);
        CHECK(line.settings.get("path").empty());
    }
    const CommandLine line = parsed({"warm", "/", "--threads", "3", "/man/1/ls?x=1"});
    CHECK(line.arguments == std::vector<std::string>{"/", "/man/1/ls?x=1"});
    CHECK(parsed({"warm", "--all"}).options.all);
    CHECK(parsed({"purge", "--all"}).options.all);
}

TEST_CASE("an option of another command is refused with both names")
{
    CHECK(usage_error({"--tag", "a"}) == "--tag is an option of purge, not of serve");
    CHECK(usage_error({"warm", "--soft", "/"}) == "--soft is an option of purge, not of warm");
    CHECK(usage_error({"stats", "--all"}) == "--all is an option of purge and warm, not of stats");
    CHECK(usage_error({"purge", "--sitemap", "f"}) ==
          "--sitemap is an option of warm, not of purge");
    CHECK(parsed({"--tag", "a", "--help"}).command == "help");
}

TEST_CASE("options of a single command are taken only from the command line")
{
    const CommandLine line = parsed({"purge", "--tag", "a"}, {"ASPIC_ALL=yes", "ASPIC_PATH=/x"});
    CHECK_FALSE(line.options.all);
    CHECK(line.settings.get("path").empty());
    const support::TemporaryDirectory directory;
    const std::string file = directory.write("aspic.conf", "all = yes\n").string();
    CHECK(contains(usage_error({"purge", "--config", file}), "all"));
}

TEST_CASE("every option of single commands names existing commands")
{
    const auto options = all_options(Site{});
    for (const Option& option : options) {
        CAPTURE(option.name);
        for (const std::string& name : option.commands) {
            CAPTURE(name);
            const auto commands = all_commands(Site{});
            CHECK(std::any_of(commands.begin(), commands.end(),
                              [&](const Command& command) { return command.name == name; }));
        }
    }
    CHECK(options_of("purge", options).size() == 4);
    CHECK(options_of("serve", options).empty());
    CHECK(options_of("", options).size() + 19 == options.size());
}
