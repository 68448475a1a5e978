#include "sources/man_language.h"

#include <doctest/doctest.h>

using namespace manual;

TEST_CASE("a directory of translations has the tag of its language")
{
    CHECK(language_of_directory("de") == "de");
    CHECK(language_of_directory("pt_BR") == "pt-BR");
    CHECK(language_of_directory("zh_CN.UTF-8") == "zh-CN");
    CHECK(language_of_directory("sr@latin") == "sr-Latn");
    CHECK(language_of_directory("sr_RS@cyrillic") == "sr-Cyrl-RS");
    CHECK(language_of_directory("fil") == "fil");
    for (const char* name :
         {"man1", "cat1", "", "DE", "xx", "d", "de_", "de_de", "german", "..", "@", "."})
        CHECK_MESSAGE(!language_of_directory(name), name);
}

TEST_CASE("a language has its own name and direction")
{
    CHECK(language_name("de") == "Deutsch");
    CHECK(language_name("fr") == "français");
    CHECK(language_name("pt-BR") == "português (Brasil)");
    CHECK(language_name("ja") == "日本語");
    CHECK(is_right_to_left("fa"));
    CHECK_FALSE(is_right_to_left("de"));
}
