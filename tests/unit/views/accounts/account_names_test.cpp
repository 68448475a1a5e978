#include "accounts/account_names.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace manual;

namespace {

bool look_alike(std::string_view one, std::string_view other)
{
    const auto looks = name_looks(one);
    const auto others = name_looks(other);
    return std::find_first_of(looks.begin(), looks.end(), others.begin(), others.end()) !=
           looks.end();
}

}  // namespace

TEST_CASE("a name has letters of any script with their marks, and signs only between them")
{
    for (const std::string name : {
             "Ana", "a1", "Jean-Luc", "O'Neill", "\u0410\u043D\u043D\u0430", "\u674E\u5C0F\u9F99",
             "\u0939\u093F\u0928\u094D\u0926\u0940",                  // Hindi
             "\u0938\u0902\u091C\u092F",                              // Sanjay, with anusvara
             "\u0E2A\u0E21\u0E0A\u0E32\u0E22", "\u0E19\u0E49\u0E33",  // Thai
             "\u05D3\u05B8\u05BC\u05D5\u05B4\u05D3",                  // Hebrew with points
             "\u0BA4\u0BAE\u0BBF\u0BB4\u0BCD",                        // Tamil
             "Zoe\u0308", "Nguye\u0302\u0303n Va\u0306n",             // decomposed
             "\uD55C\uAD6D", "\u1112\u1161\u11AB\uAD6D",              // Hangul, composed or not
         }) {
        CAPTURE(name);
        CHECK(objection_to_name(name).value_or("") == "");
    }
    for (const std::string name :
         {"", "x", " Ana", "Ana ", "A  B", "-a", "a/b", "a<b", "a\nb", "\xff\xff",
          "123456789012345678901234567890123", "\u0308Ana", "A -\u0308b", "\u2764\uFE0Fx",
          "Ana\u0336\u0336\u0336\u0336\u0336"}) {
        CAPTURE(name);
        CHECK(objection_to_name(name).has_value());
    }
}

TEST_CASE("invisible characters are refused in a name")
{
    for (const char* hidden :
         {"\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u00AD", "\u202E", "\u202C",
          "\u2066", "\u2069", "\u200E", "\u200F", "\u061C", "\u034F", "\u115F", "\u1160",
          "\u3164", "\uFFA0", "\u17B4", "\u180B", "\uFE0F", "\u2800", "\u00A0", "\u3000"}) {
        CAPTURE(hidden);
        CHECK(objection_to_name(std::string{"An"} + hidden + "a").has_value());
        CHECK(objection_to_name(std::string{hidden} + "Ana").has_value());
    }
}

TEST_CASE("a name has one key in any case, composed or decomposed, wide or narrow")
{
    for (const auto& [one, other] : {std::pair{"Ana", "ANA"},
                                     {"Zo\u00EB", "ZOE\u0308"},
                                     {"\u1EA1\u0302", "\u1EAD"},
                                     {"\uFF21\uFF4E\uFF41", "Ana"},
                                     {"stra\u00DFe", "STRASSE"},
                                     {"\u03A3\u03C2", "\u03C3\u03C3"},
                                     {"\uFB01n", "fin"},
                                     {"\uD55C", "\u1112\u1161\u11AB"}}) {
        CAPTURE(one);
        CHECK(name_key(one) == name_key(other));
    }
    CHECK(name_key("Ana") != name_key("An\u00E0"));
    CHECK(name_key("\u0410na") != name_key("Ana"));
}

TEST_CASE("names that look alike share a look")
{
    for (const auto& [one, other] : {std::pair{"Admin", "\u0410dmin"},
                                     {"admin", "\u0430dmin"},
                                     {"Tom", "\u0422om"},
                                     {"tom", "\u0422om"},
                                     {"Ana", "\u0391na"},
                                     {"Ian", "lan"},
                                     {"Ann 1", "Ann l"},
                                     {"Bob 0", "Bob O"},
                                     {"modem", "modern"},
                                     {"Ana", "ANA"},
                                     {"Zo\u00EB", "zoe\u0308"},
                                     {"pa\u0443pal", "paypal"},
                                     {"O'Neill", "O\u2019Neill"}}) {
        CAPTURE(one);
        CAPTURE(other);
        CHECK(look_alike(one, other));
    }
    for (const auto& [one, other] :
         {std::pair{"Ana", "Anna"}, {"Zoe", "Zo\u00EB"}, {"Tom", "Tim"}, {"\u674E", "\u738B"}}) {
        CAPTURE(one);
        CHECK(!look_alike(one, other));
    }
}
