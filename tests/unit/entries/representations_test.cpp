#include <aspic/entries/representations.h>

#include <doctest/doctest.h>

#include <vector>

using namespace aspic;

TEST_CASE("a page has the copies that were added, in the order of their codings")
{
    Representations copies;
    CHECK(copies.empty());
    for (const auto coding : {ContentCoding::dcz, ContentCoding::identity, ContentCoding::gzip})
        copies.add(coding).take(std::string(1 + static_cast<std::size_t>(coding), 'x'));
    std::vector<ContentCoding> codings;
    for (const Representation& one : copies)
        codings.push_back(one.coding);
    CHECK(codings == std::vector{ContentCoding::identity, ContentCoding::gzip, ContentCoding::dcz});
    CHECK(copies[ContentCoding::gzip].size == 2);
    CHECK(copies[ContentCoding::gzip].body == "xx");
}

TEST_CASE("a copy that the page does not have is empty")
{
    const Representations copies;
    CHECK(copies[ContentCoding::br].size == 0);
    CHECK(copies[ContentCoding::br].etag.empty());
    CHECK(copies[ContentCoding::br].tag_line().empty());
}

TEST_CASE("a copy that is there is not added again")
{
    Representations copies;
    copies.add(ContentCoding::br).take("one");
    CHECK(copies.add(ContentCoding::br).body == "one");
    CHECK(copies.end() - copies.begin() == 1);
}

TEST_CASE("the line of the ETag is the last field of a copy")
{
    Representation one;
    one.fields = "Content-Length: 5\r\nETag: \"h-br\"\r\n";
    one.etag = "\"h-br\"";
    CHECK(one.tag_line() == "ETag: \"h-br\"\r\n");
}
