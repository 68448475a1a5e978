#include <aspic/entries/entry_record.h>

#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include <aspic/entries/record_lines.h>
#include "../support/entries.h"

using namespace aspic;
using support::full_entry;

namespace {

/// The record of the full entry with one text in place of another, and the right checksum.
std::string record_with(std::string_view old, std::string_view other)
{
    std::string record = entry_record(*full_entry());
    const std::size_t at = record.find(old);
    REQUIRE(at != std::string::npos);
    record.replace(at, old.size(), other);
    return with_checksum(record);
}

bool is_read_with(std::string_view old, std::string_view other)
{
    return parse_record(record_with(old, other)).has_value();
}

}  // namespace

TEST_CASE("people can read a record")
{
    const std::string record = entry_record(*full_entry());
    const std::size_t bodies = record.find("html: ");
    CHECK(record.substr(0, bodies) ==
          "format: aspic-entry-5\n"
          "path: /ls\n"
          "query: q=a%3Db\n"
          "key: 6:/<name>,2:ls,\n"
          "input: query q=a%3Db%0A%25%26\n"
          "input: header accept-language=\n"
          "input: query a%3Db=c\n"
          "tag: manual:ls\n"
          "tag: section:1\n"
          "status: 200\n"
          "position: 1800000000123-4\n"
          "rendered: 1800000000\n"
          "modified: 1799999900\n"
          "expires: 1800000060\n"
          "stale-until: 1800000090\n"
          "error-until: 1800000120\n"
          "render-ms: 17\n"
          "for-authorized: 1\n"
          "field: Content-Type: text/html\n"
          "field: Cache-Control: max-age=60\n"
          "field: X-Note: a: b\n");
    CHECK(record.find("\nhole: 6 2 /_b c\n") != std::string::npos);
    CHECK(record.find("\nsnapshot-key: k9_-aB\nsum: ") != std::string::npos);
}

TEST_CASE("a key, a path and a tag may have any bytes")
{
    const auto entry = full_entry();
    entry->key = std::string{"a\nb\\n\0\xff", 7};
    entry->path = "/\\";
    entry->tags = {"\n", ""};
    const auto record = parse_record(entry_record(*entry));
    REQUIRE(record);
    CHECK(record->entry->key == entry->key);
    CHECK(record->entry->path == entry->path);
    CHECK(record->entry->tags == entry->tags);
}

TEST_CASE("an input may have any bytes, also where its kind should be")
{
    const auto entry = full_entry();
    entry->inputs = {
        {"qu\nery q", "1"}, {"qu\nery", "1"}, {" ", ""}, {"", ""}, {"query \n =%", "="}};
    const auto record = parse_record(entry_record(*entry));
    REQUIRE(record);
    CHECK(record->entry->inputs == entry->inputs);
}

TEST_CASE("a record that makes no sense is refused even if its checksum is right")
{
    REQUIRE(parse_record(entry_record(*full_entry())));
    const std::vector<std::pair<std::string_view, std::string_view>> senseless{
        {"aspic-entry-5", "aspic-entry-4"},
        {"format: aspic-entry-5\n", ""},
        {"path: /ls\n", ""},
        {"path: /ls\n", "path: \\x\n"},
        {"path: /ls\n", "path: \\\n"},
        {"query: q=a%3Db\n", ""},
        {"key: 6:/<name>,2:ls,\n", ""},
        {"status: 200", "status: "},
        {"status: 200", "status: 200 "},
        {"status: 200", "status: 99"},
        {"status: 200", "status: 199"},
        {"status: 200", "status: 600"},
        {"status: 200", "status: -200"},
        {"status: 200\n", ""},
        {"position: 1800000000123-4", "position: "},
        {"position: 1800000000123-4", "position: 1"},
        {"position: 1800000000123-4", "position: 1-"},
        {"position: 1800000000123-4", "position: -1"},
        {"rendered: 1800000000", "rendered: soon"},
        {"rendered: 1800000000", "rendered: 99999999999999999999"},
        {"modified: 1799999900", "modified: "},
        {"expires: 1800000060", "expires: 1800000060.5"},
        {"expires: 1800000060", "expires: -1"},
        {"expires: 1800000060\n", ""},
        {"stale-until: 1800000090", "stale-until: 4611686018427387904"},
        {"error-until: 1800000120", "error-until: 9223372036854775807"},
        {"render-ms: 17", "render-ms: -1"},
        {"render-ms: 17", "render-ms: 1s"},
        {"for-authorized: 1", "for-authorized: yes"},
        {"for-authorized: 1\n", ""},
        {"field: Content-Type: text/html", "field: Content-Type"},
        {"field: Content-Type: text/html", "field: Content-Type:text/html"},
        {"field: X-Note: a: b", "field: X-Note: a\rSet-Cookie: b=1"},
        {"field: X-Note: a: b", "field: X y: a"},
        {"input: query q=a%3Db%0A%25%26", "input: query q"},
        {"input: query q=a%3Db%0A%25%26", "input: query q=%"},
        {"html: 17 ", "html: -17 "},
        {"html: 17 ", "html: 17"},
        {"html: 17 ", "html: 5 "},
        {"html: 17 ", "htm: 17 "},
        {"etag: ", "tag: "},
        {"hole: 17 0 ", "hole: 18 0 "},
        {"hole: 17 0 ", "hole: 16 2 "},
        {"hole: 17 0 ", "hole: 7 0 "},
        {"hole: 6 2 ", "hole: 2 2 "},
        {"hole: 6 2 ", "hole: -1 2 "},
        {"hole: 6 2 /_b c\n", ""},
        {" 0 0\npiece", " 0\npiece"},
        {" 0 0\npiece", " 0 9\npiece"},
        {" 0 0\npiece", " 0 3\npiece"},
        {" 0 0\npiece", " 0 x\npiece"},
        {" 0 0\npiece", "\npiece"},
        {"piece: 0", "piece: f"},
        {"piece: 0", "piece: "},
        {"snapshot-key: k9_-aB\n", "snapshot-key: k9_-aB\nnote: of another program\n"},
        {"tag: section:1\n", "tag: section:1\nmark: x\n"},
    };
    for (const auto& [old, other] : senseless) {
        CAPTURE(old);
        CAPTURE(other);
        CHECK_FALSE(is_read_with(old, other));
    }
    CHECK(is_read_with("status: 200", "status: 599"));
    CHECK(is_read_with("expires: 1800000060", "expires: 0"));
    CHECK(is_read_with("tag: section:1\n", ""));
}

TEST_CASE("a record without a line feed at its end, or with more text after it, is damaged")
{
    const std::string record = entry_record(*full_entry());
    CHECK_FALSE(parse_record(record.substr(0, record.size() - 1)));
    CHECK_FALSE(parse_record(record + '\n'));
    CHECK_FALSE(parse_record(""));
    CHECK_FALSE(parse_record("sum: 0000000000000000\n"));
}

TEST_CASE("a record with a snapshot key but without a hole for it is damaged")
{
    const auto entry = full_entry();
    entry->holes = {{17, 0, ""}};
    entry->gzip_cuts.clear();
    support::prepare(*entry, {std::string{entry->html()}, "", ""});
    CHECK_FALSE(parse_record(entry_record(*entry)));
    entry->snapshot_key.clear();
    CHECK(parse_record(entry_record(*entry)));
}
