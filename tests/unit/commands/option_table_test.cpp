// The table of options, from which everything else is derived.
#include <doctest/doctest.h>

#include <set>

#include <aspic/commands/options.h>
#include "../support/message_of.h"

using namespace aspic;

TEST_CASE("every option has a unique name, help, and a default within its limits")
{
    std::set<std::string> names;
    const auto options = all_options(Site{});
    CHECK(options.size() > 20);
    const char* nothing = nullptr;
    const char* program = "aspic-site";
    CHECK_NOTHROW(parse_command_line(1, &program, &nothing, options, {}));
    for (const Option& option : options) {
        CAPTURE(option.name);
        CHECK(names.insert(option.name).second);
        CHECK_FALSE(option.help.empty());
        CHECK(option.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos);
        const bool has_bounds = option.kind == OptionKind::number ||
                                option.kind == OptionKind::bytes ||
                                option.kind == OptionKind::seconds;
        CHECK(has_bounds == (option.most > 0));
        CHECK((option.kind == OptionKind::choice) == !option.choices.empty());
    }
}

TEST_CASE("a site's options are added to the server's")
{
    Site site{};
    site.option("man-root", "DIR", "/m", "directory of manual pages");
    const auto options = all_options(site);
    CHECK(options.back().name == "man-root");
    CHECK(options.back().kind == OptionKind::text);
    CHECK(options.back().default_value == "/m");
}

TEST_CASE("a site's option with the name of a server option is refused with its name")
{
    Site site{};
    site.option("threads", "N", "1", "threads of the site");
    CHECK(support::contains(support::message_of<std::logic_error>([&] { all_options(site); }),
                            "--threads"));
    Site twice{};
    twice.option("a", "A", "", "a");
    twice.option("a", "A", "", "a");
    CHECK_THROWS_AS(all_options(twice), std::logic_error);
}
