#include <aspic/base/encoding.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("every byte becomes two hexadecimal digits, and can be read back")
{
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes += static_cast<char>(byte);
    const std::string text = to_hex(bytes);
    CHECK(text.size() == 512);
    CHECK(text.starts_with("000102"));
    CHECK(text.ends_with("fdfeff"));
    CHECK(from_hex(text) == bytes);
    CHECK(from_hex("0aFf") == "\x0a\xff");
    CHECK(from_hex("") == "");
}

TEST_CASE("text that is not pairs of digits is refused")
{
    for (const std::string text : {"0", "abc", "0g", "g0", " 0", "0x", "00 ", "-1", "\xff\xff"}) {
        CAPTURE(text);
        CHECK_FALSE(from_hex(text));
    }
}

TEST_CASE("base64 for URLs has no padding, no + and no / (RFC 4648, sections 5 and 10)")
{
    CHECK(to_base64url("") == "");
    CHECK(to_base64url("f") == "Zg");
    CHECK(to_base64url("fo") == "Zm8");
    CHECK(to_base64url("foo") == "Zm9v");
    CHECK(to_base64url("foobar") == "Zm9vYmFy");
    CHECK(to_base64url("\xfb\xff\xbf") == "-_-_");
}

TEST_CASE("bytes of any number come back from base64 for URLs")
{
    std::string bytes;
    for (unsigned i = 0; i < 300; ++i) {
        CHECK(from_base64url(to_base64url(bytes)) == bytes);
        bytes += static_cast<char>(i * 2'654'435'761U >> 13U);
    }
}

TEST_CASE("base64 for URLs is read only as it is written")
{
    // One character too few; bits beyond the last byte; padding; another alphabet; no digits.
    for (const std::string text : {"Z", "Zm9vY", "Zh", "Zm9", "Zg==", "Zm8=", "+_-_", "-/-_",
                                   "Zg\n", " Zg", "Z g", "Zm9\xff", "\x80m9v", "Zm.v"}) {
        CAPTURE(text);
        CHECK_FALSE(from_base64url(text));
    }
    CHECK(from_base64url("Zm9v") == "foo");
    CHECK(from_base64url("") == "");
    const std::string nul{"Zm\0v", 4};
    CHECK_FALSE(from_base64url(nul));
}
