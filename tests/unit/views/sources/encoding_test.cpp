#include "sources/encoding.h"

#include <doctest/doctest.h>

#include <string>

using namespace manual;

TEST_CASE("UTF-8 stays as it is, and other bytes are in the old encoding of the language")
{
    CHECK(source_in_utf8("caf\u00E9", "ISO-8859-1") == "café");
    CHECK(source_in_utf8("caf\xE9", legacy_encoding("")) == "café");
    CHECK(source_in_utf8("caf\xE9", legacy_encoding("fr")) == "café");
    CHECK(source_in_utf8("\xE8", legacy_encoding("cs_CZ")) == "č");
    CHECK(source_in_utf8("\xC6\xFC\xCB\xDC", legacy_encoding("ja")) == "日本");
    CHECK(source_in_utf8("\xA4", legacy_encoding("fr_FR.ISO8859-15")) == "€");
    CHECK(source_in_utf8("\xA4", legacy_encoding("fr_FR.885915@euro")) == "€");
}

TEST_CASE("each language has the encoding of man-db")
{
    CHECK(legacy_encoding("ru") == "KOI8-R");
    CHECK(legacy_encoding("ru_RU") == "KOI8-R");
    CHECK(legacy_encoding("sr@latin") == "ISO-8859-2");
    CHECK(legacy_encoding("sr") == "ISO-8859-5");
    CHECK(legacy_encoding("zh_TW") == "Big5");
    CHECK(legacy_encoding("z") == "ISO-8859-1");
}

TEST_CASE("a comment in the first two lines may name the encoding")
{
    const std::string text = "\n\xD3\xD0\xC9\xD3\xCF\xCB\n";
    for (const char* comment :
         {"'\\\" -*- coding: koi8-r -*-", ".\\\" -*- mode: nroff; Coding: KOI8-R; -*-",
          ".TH A 1\n.\\\" -*- coding: cyrillic-koi8-unix -*-"}) {
        CAPTURE(comment);
        CHECK(source_in_utf8(comment + text, "ISO-8859-1").ends_with("\nсписок\n"));
    }
    // A third line, a line of text, and an unknown name do not count.
    for (const char* comment : {"\n\n.\\\" -*- coding: koi8-r -*-", "x -*- coding: koi8-r -*-",
                                ".\\\" -*- coding: klingon -*-", ".\\\" -*- coding: utf-8 -*-",
                                ".\\\" -*- coding: koi8-r"}) {
        CAPTURE(comment);
        CHECK(source_in_utf8(comment + text, "ISO-8859-1").ends_with("\nÓÐÉÓÏË\n"));
    }
}

TEST_CASE("encodings in which markup can hide are not used")
{
    for (const char* name : {"utf-7", "iso-2022-jp", "hz", "scsu", "bocu-1", "utf-16"}) {
        const std::string source = std::string{".\\\" -*- coding: "} + name + " -*-\n+ADw-b\n";
        CHECK(source_in_utf8(source, "ISO-8859-1") == source);
    }
}

TEST_CASE("byte order marks are honoured and removed")
{
    CHECK(source_in_utf8("\xEF\xBB\xBF.TH", "KOI8-R") == ".TH");
    CHECK(source_in_utf8(std::string{"\xFE\xFF\x00\xE9", 4}, "") == "é");
    CHECK(source_in_utf8(std::string{"\xFF\xFE\xE9\x00", 4}, "") == "é");
}

TEST_CASE("the result is UTF-8, whatever the bytes are, also of long sources")
{
    std::string bytes;
    for (int i = 0; i < 100'000; ++i)
        bytes += static_cast<char>(i * 7919 % 256);
    for (const char* encoding : {"EUC-JP", "Big5", "GBK", "KOI8-R", "UTF-8", "no such"}) {
        const std::string text = source_in_utf8(bytes, encoding);
        CHECK(source_in_utf8(text, "EUC-JP") == text);
        CHECK(text.size() > 50'000);
    }
}
