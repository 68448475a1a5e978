#include "accounts/password_rules.h"

#include <doctest/doctest.h>

using namespace manual;

TEST_CASE("a password has at least ten characters")
{
    CHECK(objection_to_password("x8Kq!m2Zp", "Ana") ==
          "The password needs at least 10 characters.");
    CHECK(!objection_to_password("x8Kq!m2Zpw", "Ana"));
    CHECK(objection_to_password("\u00E4\u00F6\u00FC\u00DF\u00E9", "Ana") ==
          "The password needs at least 10 characters.");
    CHECK(objection_to_password(std::string(2000, 'x'), "Ana") == "The password is too long.");
}

TEST_CASE("passwords that are easy to guess are refused")
{
    for (const std::string password :
         {"1234567890",       "0123456789",        "12345678910",      "0987654321",
          "9876543210123",    "qwertyuiop",        "QWERTYUIOP",       "asdfghjkl;",
          "qwertyuiopasdfgh", "abcdefghij",        "zyxwvutsrq",       "password12",
          "Password123!",     "P@ssw0rd2024",      "passwordpassword", "password password",
          "iloveyou12",       "iloveyou iloveyou", "1q2w3e4r5t",       "1qaz2wsx3edc",
          "q1w2e3r4t5",       "aaaaaaaaaa",        "1111111111",       "1212121212",
          "abcabcabcabc",     "aabbaabbaabb",      "basketball",       "Liverpool123",
          "administrator",    "Administrator1",    "letmein123",       "changeme!!",
          "welcome2025",      "          ",        "..........",       "1234512345",
          "12345abcde",       "aaaaabbbbb"}) {
        CAPTURE(password);
        CHECK(objection_to_password(password, "Zed") ==
              "This password is too easy to guess. Please choose another.");
    }
}

TEST_CASE("the visitor's name adds no strength to a password")
{
    for (const auto& [password, name] : {std::pair{"Annabella Smith", "Annabella Smith"},
                                         {"annabella2024", "Annabella"},
                                         {"12-ANNABELLA-34", "annabella"},
                                         {"ana/ana*ana-1", "Ana"}}) {
        CAPTURE(password);
        CHECK(objection_to_password(password, name) ==
              "The password needs at least 10 characters besides your name.");
    }
    CHECK(!objection_to_password("edelweiss on the wall", "Ed"));
}

TEST_CASE("other passwords are accepted, also long ones of ordinary words")
{
    for (const std::string password :
         {"correct horse", "correct horse battery staple", "maple tundra oval", "x8Kq!m2Zpw",
          "\u043F\u0430\u0440\u043E\u043B\u044C \u0434\u043B\u044F \u0434\u043E\u043C\u0430",
          "my dog eats 3 shoes", "password of my grandmother"}) {
        CAPTURE(password);
        CHECK(!objection_to_password(password, "Zed"));
    }
}
