#include <aspic/commands/options.h>

#include <doctest/doctest.h>

#include "../support/command_line.h"
#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::contains;
using support::message_of;
using support::TemporaryDirectory;

namespace {

Site site()
{
    Site site{};
    site.option("man-root", "DIR", "/usr/share/man", "directory of manual pages");
    return site;
}

using Words = std::vector<std::string>;

CommandLine parsed(const Words& words, const Words& environment = {})
{
    return support::parse_words(words, site(), environment);
}

std::string usage_error(const Words& words, const Words& environment = {})
{
    return message_of<UsageError>([&] { parsed(words, environment); });
}

}  // namespace

TEST_CASE("without a command name the command is serve, and every option has its default")
{
    const CommandLine line = parsed({});
    CHECK(line.command == "serve");
    CHECK(line.arguments.empty());
    for (const Option& option : all_options(site())) {
        CAPTURE(option.name);
        CHECK_NOTHROW(line.settings.get(option.name));
    }
    CHECK(line.settings.get("cache") == "redis");
    CHECK(line.settings.get("man-root") == "/usr/share/man");
    CHECK(line.options.max_body == 1U << 20U);
    CHECK_FALSE(line.options.debug);
}

TEST_CASE("the first word is the command, and the others are its arguments, between any options")
{
    const CommandLine line =
        parsed({"--debug", "collect-static", "--threads", "3", "out", "static"});
    CHECK(line.command == "collect-static");
    CHECK(line.arguments == std::vector<std::string>{"out", "static"});
    CHECK(line.options.debug);
    CHECK(line.options.threads == 3);
    CHECK(parsed({"--help"}).command == "help");
    CHECK(parsed({"routes", "-h"}).command == "help");
    CHECK(parsed({"--version"}).command == "version");
    CHECK(parsed({"collect-static", "--", "--odd"}).arguments == std::vector<std::string>{"--odd"});
}

TEST_CASE("a value with a control character is refused from every source")
{
    const std::string error =
        "--content-security-policy holds a control character, such as a line end";
    CHECK(usage_error({"--content-security-policy", "default-src 'self'\r\nX: y"}) == error);
    CHECK(usage_error({}, {"ASPIC_CONTENT_SECURITY_POLICY=default-src 'self'\n"}) == error);
    CHECK_NOTHROW(parsed({"--content-security-policy", ""}));
}

TEST_CASE("the command line precedes the environment, then come the file and the default")
{
    const TemporaryDirectory directory;
    const std::string file =
        directory.write("aspic.conf", "# ours\nthreads = 11\nmount = /file\ncache = memory\n")
            .string();
    const std::string config = "ASPIC_CONFIG=" + file;
    const CommandLine line = parsed(
        {"--threads", "13"}, {config, "ASPIC_THREADS=12", "ASPIC_MOUNT=/environment", "HOME=/x"});
    CHECK(line.settings.get("threads") == "13");
    CHECK(line.settings.get("mount") == "/environment");
    CHECK(line.settings.get("cache") == "memory");
    CHECK(line.settings.get("log-level") == "info");
    CHECK(parsed({"--config", file}).settings.get("threads") == "11");
}

TEST_CASE("an environment variable has an option's name in capitals")
{
    CHECK(parsed({}, {"ASPIC_MAN_ROOT=/m"}).settings.get("man-root") == "/m");
    CHECK(parsed({}, {"ASPIC_DEBUG=yes"}).settings.get("debug") == "yes");
    CHECK(parsed({}, {"ASPIC_MAN_ROOT=a=b"}).settings.get("man-root") == "a=b");
    CHECK(parsed({}, {"ASPIC_MOUNT="}).settings.get("mount").empty());
}

TEST_CASE("an unknown option is named, with the way to the list of options")
{
    CHECK(contains(usage_error({"--nonsense"}), "--nonsense"));
    CHECK(contains(usage_error({"--nonsense"}), "--help"));
    CHECK(contains(usage_error({"--thread", "3"}), "--thread"));
    CHECK(contains(usage_error({"--threads"}), "--threads"));
    CHECK(contains(usage_error({"--threads", "3", "--threads", "4"}), "--threads"));
}

TEST_CASE("an environment variable with our prefix that names no option is ignored")
{
    CHECK(parsed({}, {"ASPIC_NONSENSE=1", "ASPIC_=1", "ASPIC"}).command == "serve");
}

TEST_CASE("a file that cannot be read, or has an unknown key or value, is named")
{
    const TemporaryDirectory directory;
    const auto error_with = [&](std::string_view text) {
        const std::string file = directory.write("aspic.conf", text).string();
        const std::string why = usage_error({"--config", file});
        return why;
    };
    CHECK(contains(error_with("nonsense = 1\n"), "nonsense"));
    CHECK(contains(error_with("nonsense = 1\n"), "aspic.conf"));
    CHECK(contains(error_with("not a line\n"), "aspic.conf"));
    CHECK(contains(error_with("threads = many\n"), "many"));
    CHECK(contains(error_with("help = yes\n"), "help"));
    CHECK(contains(usage_error({"--config", "/nonexistent"}),
                   "cannot read the configuration file /nonexistent"));
}

TEST_CASE("a number outside its limits is refused with both limits")
{
    CHECK(parsed({"--threads", "1"}).options.threads == 1);
    CHECK(parsed({"--threads=1024"}).options.threads == 1024);
    for (const std::string value :
         {"0", "1025", "-1", "", "x", "1x", "1.5", " 1", "1K", "0x10", "99999999999999999999"}) {
        CAPTURE(value);
        CHECK(usage_error({"--threads", value}) ==
              "--threads is \"" + value + "\": it must be a whole number from 1 to 1024");
    }
}

TEST_CASE("a size may have a unit, and the limits apply to the result")
{
    const auto bytes = [](const char* text) {
        return parsed({"--max-body", text}).options.max_body;
    };
    CHECK(bytes("0") == 0);
    CHECK(bytes("1000") == 1000);
    CHECK(bytes("2K") == 2048);
    CHECK(bytes("3M") == 3U << 20U);
    CHECK(bytes("1G") == 1U << 30U);
    for (const std::string value :
         {"2G", "K", "1KB", "1 K", "1k", "-1K", "18446744073709551615G", "17592186044416M"}) {
        CAPTURE(value);
        CHECK(
            contains(usage_error({"--max-body", value}),
                     "it must be a whole number from 0 to 1073741824, or a number with K, M or G"));
    }
}

TEST_CASE("a choice must be one of its names, and so must yes or no")
{
    CHECK(usage_error({"--cache", "disk"}) ==
          "--cache is \"disk\": it must be one of redis|memory");
    CHECK(usage_error({}, {"ASPIC_CACHE=Redis"}) ==
          "--cache is \"Redis\": it must be one of redis|memory");
    CHECK(parsed({"--debug=no"}).settings.get("debug") == "no");
    CHECK(contains(usage_error({"--debug=maybe"}), "it must be yes or no"));
    CHECK(contains(usage_error({}, {"ASPIC_DEBUG=1"}), "it must be yes or no"));
}

TEST_CASE("every option is described with its value name, help and default")
{
    const std::string text = describe(all_options(site()));
    for (const Option& option : all_options(site())) {
        CAPTURE(option.name);
        CHECK(contains(text, "--" + option.name + " "));
        CHECK(contains(text, option.help.substr(0, 20)));
    }
    CHECK(contains(text, "--man-root DIR"));
    CHECK(contains(text, "[/usr/share/man]"));
    CHECK(contains(text, "[64K]"));
    CHECK(contains(text, "redis|memory"));
}
