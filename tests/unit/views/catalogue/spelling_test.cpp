#include "catalogue/spelling.h"

#include <doctest/doctest.h>

#include <string>

#include "catalogue/abbreviation.h"
#include "catalogue/synonyms.h"
#include "catalogue/well_known.h"
#include "catalogue/words.h"

using namespace manual;

TEST_CASE("an error is a letter too much, too few, wrong, or swapped with its neighbour")
{
    CHECK(edit_distance("grep", "grep", 2) == 0);
    CHECK(edit_distance("grpe", "grep", 2) == 1);
    CHECK(edit_distance("gre", "grep", 2) == 1);
    CHECK(edit_distance("grepp", "grep", 2) == 1);
    CHECK(edit_distance("grap", "grep", 2) == 1);
    CHECK(edit_distance("", "ls", 2) == 2);
    CHECK(edit_distance("sytemclt", "systemctl", 2) == 2);
}

TEST_CASE("a distance above the limit is the limit and one")
{
    CHECK(edit_distance("mount", "printf", 2) == 3);
    CHECK(edit_distance("a", "abcdef", 1) == 2);
    CHECK(edit_distance(std::string(100, 'a'), std::string(100, 'a'), 2) == 3);
}

TEST_CASE("short words are expected to have fewer errors")
{
    CHECK(most_errors(1) == 0);
    CHECK(most_errors(4) == 1);
    CHECK(most_errors(9) == 2);
}

TEST_CASE("a name may be an abbreviation of the words, in their order")
{
    CHECK(is_abbreviation("rmdir", {"remove", "directory"}));
    CHECK(is_abbreviation("du", {"disk", "usage"}));
    CHECK(is_abbreviation("strcpy", {"string", "copy"}));
    CHECK(!is_abbreviation("rmdir", {"directory", "remove"}));
    CHECK(!is_abbreviation("rm", {"remove", "directory"}));
    CHECK(!is_abbreviation("ls", {}));
    CHECK(abbreviates_one_of("ps", {"list", "process"}));
    CHECK(abbreviates_one_of("passwd", {"password"}));
    CHECK(!abbreviates_one_of("alloca", {"allocate"}));
    CHECK(!abbreviates_one_of("copy", {"copy"}));
}

TEST_CASE("words have no case and no accents, and forms of a word have one stem")
{
    CHECK(words_of("Foo::Bar, na\u00EFve-2").size() == 4);
    CHECK(words_of("\u00DCber")[0] == "uber");
    CHECK(words_of("++").empty());
    CHECK(stem_of("directories") == stem_of("directory"));
    CHECK(stem_of("ls") == "ls");
    CHECK(stem_of("").empty());
}

TEST_CASE("British and American spellings, and words of the same meaning, are found")
{
    const auto means = [](std::string_view word, std::string_view other) {
        for (const std::string& stem : synonym_stems(stem_of(word))) {
            if (stem == stem_of(other)) return true;
        }
        return false;
    };
    CHECK(means("colour", "color"));
    CHECK(means("synchronise", "synchronize"));
    CHECK(means("folders", "directory"));
    CHECK(!means("colour", "folder"));
}

TEST_CASE("daily commands and common functions are well known")
{
    for (const char* name : {"adduser", "ls", "zstd"})
        CHECK(is_well_known_command(name));
    for (const char* name : {"abort", "malloc", "write"})
        CHECK(is_well_known_function(name));
    CHECK(!is_well_known_command("gcloud_help"));
    CHECK(!is_well_known_command(""));
    CHECK(!is_well_known_function("ls"));
}
