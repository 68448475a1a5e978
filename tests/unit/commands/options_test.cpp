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
    CHECK(parsed({"--mount=", "--debug", "routes"}).command == "routes");
    CHECK(parsed({"--mount="}).options.mount.empty());
    CHECK(parsed({"warm", "--", "--debug", "--mount="}).arguments == Words{"--debug", "--mount="});
    CHECK(parsed({"collect-static", "--", "--odd"}).arguments == std::vector<std::string>{"--odd"});
}

TEST_CASE("a value with a control character is refused from every source")
{
    const std::string error = " holds a control character, such as a line end";
    CHECK(usage_error({"--content-security-policy", "default-src 'self'\r\nX: y"}) ==
          "--content-security-policy" + error);
    CHECK(usage_error({}, {"ASPIC_CONTENT_SECURITY_POLICY=default-src 'self'\n"}) ==
          "the environment variable ASPIC_CONTENT_SECURITY_POLICY" + error);
    CHECK_NOTHROW(parsed({"--content-security-policy", ""}));
}

TEST_CASE("an unknown option is named, with the way to the list of options")
{
    CHECK(contains(usage_error({"--nonsense"}), "--nonsense"));
    CHECK(contains(usage_error({"--nonsense"}), "--help"));
    CHECK(contains(usage_error({"--thread", "3"}), "--thread"));
    CHECK(contains(usage_error({"--threads"}), "--threads"));
    CHECK(contains(usage_error({"--threads", "3", "--threads", "4"}), "--threads"));
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

TEST_CASE("each number, size and time is allowed at both bounds, and refused past them")
{
    for (const Option& option : all_options(site())) {
        if (option.most == 0) continue;
        CAPTURE(option.name);
        Words words{"--" + option.name, std::to_string(option.least)};
        if (!option.commands.empty()) words.push_back(option.commands.front());
        CHECK_NOTHROW(parsed(words));
        words[1] = std::to_string(option.most);
        CHECK_NOTHROW(parsed(words));
        const std::string bounds =
            " from " + std::to_string(option.least) + " to " + std::to_string(option.most);
        words[1] = std::to_string(option.most + 1);
        CHECK(contains(usage_error(words), words[0] + " is \"" + words[1] + "\": it must be"));
        CHECK(contains(usage_error(words), bounds));
        words[1] = std::to_string(static_cast<std::int64_t>(option.least) - 1);
        CHECK(contains(usage_error(words), words[0] + " is \"" + words[1] + "\": it must be"));
    }
}

TEST_CASE("an address or a prefix of the wrong form is refused with its option and the right form")
{
    CHECK(usage_error({"--redis", "nowhere"}) ==
          "--redis is \"nowhere\": it must be unix:/path/to/socket or "
          "redis://[user:password@]host[:port][/database], with a port from 1 to 65535");
    CHECK(contains(usage_error({"--redis", "redis://ana:se/c@ret@host:port"}),
                   "--redis is \"redis://...@host:port\": it must be"));
    CHECK(
        usage_error({"--trusted-proxy", "10.0.0.0/8;::1"}) ==
        "--trusted-proxy is \"10.0.0.0/8;::1\": write addresses with commas between them, such as "
        "127.0.0.1,10.0.0.0/8,2001:db8::/32");
    CHECK(usage_error({"--mount", "docs/"}) ==
          "--mount is \"docs/\": it must start with '/' and not end with '/', such as /docs");
    CHECK(contains(usage_error({}, {"ASPIC_LISTEN=nowhere"}),
                   "the environment variable ASPIC_LISTEN is \"nowhere\": \"nowhere\" is not an "
                   "address to listen on: write unix:/path/to/socket"));
    CHECK_NOTHROW(parsed({"--listen", "", "--mount", ""}));
    CHECK_NOTHROW(parsed({"--listen", "tcp:[::1]:9000", "--mount", "/docs"}));
}

TEST_CASE("who asks for help or the version gets it, whatever else is on the line")
{
    CHECK(parsed({"--threads", "0", "--help"}).command == "help");
    CHECK(parsed({"--version", "--threads", "0"}).command == "version");
    const CommandLine line = parsed({"purge", "--tag", "a", "--help"});
    CHECK(line.command == "help");
    CHECK(line.arguments == Words{"purge"});
    CHECK(parsed({"help", "--help"}).arguments.empty());
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
          "the environment variable ASPIC_CACHE is \"Redis\": it must be one of redis|memory");
    CHECK(parsed({"--debug=no"}).settings.get("debug") == "no");
    CHECK(contains(usage_error({"--debug=maybe"}), "it must be yes or no"));
    CHECK(contains(usage_error({}, {"ASPIC_DEBUG=1"}), "it must be yes or no"));
}
