#include <aspic/commands/configuration_file.h>

#include <doctest/doctest.h>

#include <aspic/commands/options.h>
#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::contains;
using support::message_of;

namespace {

/// The values in a text, each as "line name=value".
std::vector<std::string> values_in(std::string_view text)
{
    std::vector<std::string> values;
    for (const auto& [number, name, value] : parse_configuration(text, "/site.conf"))
        values.push_back(std::to_string(number) + ' ' + name + '=' + value);
    return values;
}

std::string error_in(std::string_view text)
{
    return message_of<UsageError>([&] { parse_configuration(text, "/site.conf"); });
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a line is a name and a value, and spaces around them do not count")
{
    CHECK(values_in("threads = 4\n\n\tmount=/docs \nredis =\nlast = 1") ==
          Lines{"1 threads=4", "3 mount=/docs", "4 redis=", "5 last=1"});
    CHECK(values_in("a = 1\r\n\r\nb = 2\r\n") == Lines{"1 a=1", "3 b=2"});
    CHECK(values_in("a = b = c\n") == Lines{"1 a=b = c"});
    CHECK(values_in("").empty());
}

TEST_CASE("a # begins a comment at the start of a line or after a space, and nowhere else")
{
    CHECK(values_in("# a = 1\n  #b = 2\nc = 3 # three\nd = 4\t#four\n") == Lines{"3 c=3", "4 d=4"});
    CHECK(values_in("redis = redis://:a#b@host\n") == Lines{"1 redis=redis://:a#b@host"});
    CHECK(values_in("a = # nothing\n") == Lines{"1 a="});
}

TEST_CASE("a value in double quotes keeps its spaces, its # and its escaped quotes")
{
    CHECK(values_in("a = \" b # c \"  # d\n") == Lines{"1 a= b # c "});
    CHECK(values_in(R"(a = "say \"no\" and \\")") == Lines{R"(1 a=say "no" and \)"});
    CHECK(values_in("a = \"\"") == Lines{"1 a="});
    CHECK(values_in("a = b \"c\"") == Lines{"1 a=b \"c\""});
}

TEST_CASE("a line of another form is refused with the file, the line and the form")
{
    CHECK(error_in("a = 1\nnot a line\n") ==
          "/site.conf:2: \"not a line\" is not an option: write `name = value`, or `#` before a "
          "comment");
    CHECK(error_in("[section]\n").starts_with("/site.conf:1: \"[section]\""));
    for (const char* text : {"a = \"b", "a = \"b\" c", "a = \"", R"(a = "b\")"}) {
        CAPTURE(text);
        CHECK(
            error_in(text).starts_with("/site.conf:1: the value of a begins with a double quote"));
    }
}

TEST_CASE("a line that the program writes is read as the same value")
{
    for (const std::string value : {"", "4", " 4", "4 ", "a # b", "#", "a#b", "\"a\"", "\\",
                                    "default-src 'self'; b", "a \"b\" # \\c"}) {
        CAPTURE(value);
        CHECK(values_in(configuration_line("name", value)) == Lines{"1 name=" + value});
    }
    CHECK(configuration_line("threads", "4") == "threads = 4");
}

TEST_CASE("a file that cannot be read is named, with the reason")
{
    const auto error = [](const std::filesystem::path& file) {
        return message_of<UsageError>([&] { read_configuration_file(file); });
    };
    CHECK(error("/nonexistent") ==
          "the configuration file /nonexistent cannot be used: it cannot be read (No such file or "
          "directory)");
    CHECK(error("/") == "the configuration file / cannot be used: it is a directory");
    CHECK(error("/dev/zero") ==
          "the configuration file /dev/zero cannot be used: it has more than 1048576 bytes, which "
          "is the most that is read");
    const support::TemporaryDirectory directory;
    const auto file = directory.write("site.conf", "threads = 4\n");
    CHECK(read_configuration_file(file) == "threads = 4\n");
}

TEST_CASE("the default file has the name of the program")
{
    CHECK(default_configuration_file("hello") == "/etc/aspic/hello.conf");
}
