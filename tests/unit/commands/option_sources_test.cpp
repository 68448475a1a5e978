// The three places that give values to options, and which of them counts.
#include <aspic/commands/option_sources.h>

#include <doctest/doctest.h>

#include "../support/captured_log.h"
#include "../support/command_line.h"
#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::contains;
using support::message_of;
using support::TemporaryDirectory;

namespace {

using Words = std::vector<std::string>;

struct Machine {
    std::string write(std::string_view text) const
    {
        return directory.write("site.conf", text).string();
    }
    CommandLine parsed(const Words& words, const Words& environment = {}) const
    {
        return support::parse_words(words, Site{}, environment, default_file);
    }
    std::string usage_error(const Words& words, const Words& environment = {}) const
    {
        return message_of<UsageError>([&] { parsed(words, environment); });
    }

    TemporaryDirectory directory;
    std::filesystem::path default_file = directory / "default.conf";
};

}  // namespace

TEST_CASE("the command line precedes the environment, then come the file and the default")
{
    const Machine machine;
    const std::string file = machine.write("# ours\nthreads = 11\nmount = /file\ncache = memory\n");
    const CommandLine line = machine.parsed(
        {"--threads", "13"},
        {"ASPIC_CONFIG=" + file, "ASPIC_THREADS=12", "ASPIC_MOUNT=/environment", "HOME=/x"});
    CHECK(line.options.threads == 13);
    CHECK(line.options.mount == "/environment");
    CHECK(line.options.cache == PagesIn::memory);
    CHECK(line.options.log_level == LogLevel::info);
    CHECK(line.options.config == file);
    CHECK(machine.parsed({"--config", file}).options.threads == 11);
}

TEST_CASE("without --config, the default file is read if it exists")
{
    const Machine machine;
    CHECK(machine.parsed({}).options.config.empty());
    machine.directory.write("default.conf", "threads = 11\n");
    CHECK(machine.parsed({}).options.threads == 11);
    CHECK(machine.parsed({"stats"}).options.threads == 11);
    CHECK(machine.parsed({}).options.config == machine.default_file);

    const std::string other = machine.write("threads = 12\n");
    CHECK(machine.parsed({"--config", other}).options.threads == 12);
    CHECK(machine.parsed({}, {"ASPIC_CONFIG=" + other}).options.threads == 12);
    CHECK(machine.parsed({"--config="}).options.config.empty());
    CHECK(machine.parsed({}, {"ASPIC_CONFIG="}).options.config.empty());
}

TEST_CASE("every option that all commands have can be set in each of the three places")
{
    const Machine machine;
    for (const Option& option : all_options(Site{})) {
        if (option.name == config_option || !option.commands.empty()) continue;
        CAPTURE(option.name);
        const std::string value = option.most > 0 ? std::to_string(option.least)
                                  : option.kind == OptionKind::yes_or_no ? "yes"
                                  : option.kind == OptionKind::choice    ? option.choices.back()
                                  : option.name == "listen"              ? "fd:7"
                                  : option.name.ends_with("redis")       ? "unix:/r"
                                  : option.name == "trusted-proxy"       ? "::1"
                                  : option.name == "cookie-prefix"       ? "shop"
                                                                         : "/other";
        const auto value_of = [&](const CommandLine& line) {
            return line.settings.get(option.name);
        };
        CHECK(value_of(machine.parsed({"--" + option.name + "=" + value})) == value);
        CHECK(value_of(machine.parsed({}, {variable_of(option.name) + "=" + value})) == value);
        const std::string file = machine.write(option.name + " = " + value + "\n");
        CHECK(value_of(machine.parsed({"--config", file})) == value);
    }
}

TEST_CASE("an environment variable has an option's name in capitals")
{
    CHECK(variable_of("redis-timeout-ms") == "ASPIC_REDIS_TIMEOUT_MS");
    const Machine machine;
    CHECK(machine.parsed({}, {"ASPIC_DEBUG=yes"}).options.debug);
    CHECK(machine.parsed({}, {"ASPIC_DATA=a=b"}).options.data == "a=b");
    CHECK(machine.parsed({}, {"ASPIC_MOUNT="}).options.mount.empty());
}

TEST_CASE("a variable with our prefix that names no option is ignored, with a warning")
{
    const Machine machine;
    const auto warning = [&](const std::string& variable) {
        const support::CapturedLog log;
        CHECK(machine.parsed({}, {variable}).command == "serve");
        return log.text();
    };
    CHECK(contains(warning("ASPIC_NONSENSE=1"), "ASPIC_NONSENSE"));
    CHECK(contains(warning("ASPIC_NONSENSE=1"), "it names no option; --help lists the options"));
    CHECK(contains(warning("ASPIC_="), "ASPIC_"));
    CHECK(contains(warning("ASPIC_SOFT=yes"), "--soft is an option of purge"));
    CHECK(warning("ASPIC=1").empty());
    CHECK(warning("ASPIC_THREADS=3").empty());
}

TEST_CASE(
    "a wrong value is refused with its place: the flag, the variable, or the file and the line")
{
    const Machine machine;
    const std::string wrong = " is \"many\": it must be a whole number from 1 to 1024";
    CHECK(machine.usage_error({"--threads", "many"}) == "--threads" + wrong);
    CHECK(machine.usage_error({}, {"ASPIC_THREADS=many"}) ==
          "the environment variable ASPIC_THREADS" + wrong);
    const std::string file = machine.write("\n# ours\nthreads = many\n");
    CHECK(machine.usage_error({"--config", file}) == file + ":3: threads" + wrong);
    // Also if another value precedes it.
    CHECK(machine.usage_error({"--config", file, "--threads", "3"}) ==
          file + ":3: threads" + wrong);
    CHECK(machine.usage_error({"--threads", "3"}, {"ASPIC_THREADS=many"}) ==
          "the environment variable ASPIC_THREADS" + wrong);
}

TEST_CASE("a name in the file that cannot stand there is refused with the reason")
{
    const Machine machine;
    const auto error_with = [&](std::string_view text) {
        const std::string file = machine.write(text);
        const std::string error = machine.usage_error({"--config", file});
        REQUIRE(error.starts_with(file + ':'));
        return error.substr(file.size() + 1);
    };
    CHECK(error_with("nonsense = 1\n") ==
          "1: nonsense: it names no option; --help lists the options");
    CHECK(error_with("\nhelp = yes\n") == "2: help: it names no option; --help lists the options");
    CHECK(error_with("soft = yes") ==
          "1: soft: --soft is an option of purge: it can only be given on the command line");
    CHECK(error_with("config = /x") ==
          "1: config: a configuration file cannot name another one; write --config or "
          "ASPIC_CONFIG");
    CHECK(error_with("threads = 1\ndata = d\nthreads = 1\n") ==
          "3: threads is also in line 1: remove one of the two");
}

TEST_CASE("a mistake in the environment or the file does not stop what describes the program")
{
    const Machine machine;
    machine.directory.write("default.conf", "nonsense = 1\n");
    for (const std::string command : {"help", "version", "manual", "default-config"}) {
        CAPTURE(command);
        CHECK(machine.parsed({command}, {"ASPIC_THREADS=many"}).command == command);
    }
    CHECK(contains(machine.usage_error({"routes"}), "nonsense"));
}
