#include <aspic/entries/entry_codec.h>

#include <doctest/doctest.h>

#include <algorithm>

#include "../support/entries.h"

using namespace aspic;
using support::full_entry;

namespace {

EntryFields without(EntryFields fields, std::string_view name)
{
    std::erase_if(fields, [name](const auto& field) { return field.first == name; });
    return fields;
}

/// Makes fields with a valid seal, as a program could that knows how to seal an entry.
bool is_read_with(std::string_view name, std::string value)
{
    EntryFields fields = entry_fields(*full_entry());
    for (auto& [known, text] : fields) {
        if (known == name) text = std::move(value);
    }
    return parse_entry(with_checksum(std::move(fields))) != nullptr;
}

}  // namespace

TEST_CASE("an entry's fields are read back to the same entry")
{
    const auto entry = full_entry();
    const auto read = parse_entry(entry_fields(*entry));
    REQUIRE(read);
    CHECK(read->key == entry->key);
    CHECK(read->path == entry->path);
    CHECK(read->query == entry->query);
    CHECK(read->inputs == entry->inputs);
    CHECK(read->tags == entry->tags);
    CHECK(read->position == entry->position);
    CHECK(read->status == entry->status);
    CHECK(read->fields == entry->fields);
    CHECK(read->holes == entry->holes);
    CHECK(read->snapshot_key == entry->snapshot_key);
    CHECK(read->gzip_cuts == entry->gzip_cuts);
    REQUIRE(read->pieces.size() == 4);
    CHECK(read->pieces[1].offset == 3);
    CHECK(read->pieces[1].size == 3);
    CHECK(read->pieces[1].deflated == "y");
    CHECK(read->rendered == entry->rendered);
    CHECK(read->modified == entry->modified);
    CHECK(read->expires == entry->expires);
    CHECK(read->stale_until == entry->stale_until);
    CHECK(read->error_until == entry->error_until);
    CHECK(read->render_time == entry->render_time);
    CHECK(read->for_authorized == entry->for_authorized);
    for (std::size_t i = 0; i < content_coding_count; ++i) {
        CAPTURE(i);
        CHECK(read->representations[i].body == entry->representations[i].body);
        CHECK(read->representations[i].etag == entry->representations[i].etag);
        CHECK(read->representations[i].fields == entry->representations[i].fields);
        CHECK(read->representations[i].fields_of_304 == entry->representations[i].fields_of_304);
    }
}

TEST_CASE("an empty entry can be read back")
{
    const auto entry = full_entry();
    entry->inputs.clear();
    entry->tags.clear();
    entry->query.clear();
    entry->position = {};
    entry->for_authorized = false;
    support::set_body(*entry, "");
    const auto read = parse_entry(entry_fields(*entry));
    REQUIRE(read);
    CHECK(read->inputs.empty());
    CHECK(read->tags.empty());
    CHECK(read->holes.empty());
    CHECK(read->html().empty());
    CHECK(read->position == Position{});
    CHECK_FALSE(read->for_authorized);
    CHECK(read->representations[1].etag.empty());
}

TEST_CASE("an error is read back with both of its forms")
{
    const auto entry = full_entry();
    entry->status = 404;
    entry->problem.body = "{\"status\":404}\n";
    support::set_body(*entry, "missing");
    const auto read = parse_entry(entry_fields(*entry));
    REQUIRE(read);
    CHECK(read->problem.body == entry->problem.body);
    CHECK(read->problem.etag == entry->problem.etag);
    CHECK(read->problem.fields == entry->problem.fields);
    CHECK(read->representations[0].fields == entry->representations[0].fields);
    CHECK(parse_entry(entry_fields(*full_entry()))->problem.body.empty());
}

TEST_CASE("an input with an odd name can be read back")
{
    const auto entry = full_entry();
    entry->inputs = {{"query a=b\nc", "1"}, {"query %0A", "2"}};
    const auto read = parse_entry(entry_fields(*entry));
    REQUIRE(read);
    CHECK(read->inputs == entry->inputs);
}

TEST_CASE("members that exist only in memory are not written")
{
    const auto entry = full_entry();
    const EntryFields before = entry_fields(*entry);
    entry->untouched_at = 7;
    entry->is_shared = true;
    CHECK(entry_fields(*entry) == before);
    const auto read = parse_entry(before);
    REQUIRE(read);
    CHECK(read->untouched_at == UINT64_MAX);
    CHECK_FALSE(read->is_shared);
}

TEST_CASE("the fields of the hash may come in any order")
{
    EntryFields fields = entry_fields(*full_entry());
    std::reverse(fields.begin(), fields.end());
    CHECK(parse_entry(fields));
}

TEST_CASE("an entry with a missing or an additional field is damaged")
{
    EntryFields fields = entry_fields(*full_entry());
    for (const auto& [name, value] : fields) {
        CAPTURE(name);
        CHECK_FALSE(parse_entry(without(fields, name)));
    }
    CHECK_FALSE(parse_entry({}));
    fields.emplace_back("note", "of another program");
    CHECK_FALSE(parse_entry(fields));
}

TEST_CASE("every changed, dropped or added byte in any field is noticed")
{
    const EntryFields whole = entry_fields(*full_entry());
    REQUIRE(parse_entry(whole));
    std::size_t tried = 0;
    const auto is_noticed = [&](std::size_t field, std::string value) {
        EntryFields damaged = whole;
        damaged[field].second = std::move(value);
        ++tried;
        return parse_entry(std::move(damaged)) == nullptr;
    };
    for (std::size_t field = 0; field < whole.size(); ++field) {
        const std::string& value = whole[field].second;
        CAPTURE(whole[field].first);
        REQUIRE(is_noticed(field, value + '0'));
        REQUIRE(is_noticed(field, value + '\n'));
        for (std::size_t at = 0; at < value.size(); ++at) {
            CAPTURE(at);
            for (const int mask : {0x01, 0x20, 0x80, 0xff}) {
                std::string other = value;
                other[at] = static_cast<char>(static_cast<unsigned char>(other[at]) ^ mask);
                REQUIRE(is_noticed(field, other));
            }
            REQUIRE(is_noticed(field, std::string{value}.erase(at, 1)));
        }
    }
    CHECK(tried > 1500);
}

TEST_CASE("the contents of two fields cannot be exchanged")
{
    const EntryFields whole = entry_fields(*full_entry());
    for (std::size_t one = 0; one < whole.size(); ++one) {
        for (std::size_t other = one + 1; other < whole.size(); ++other) {
            if (whole[one].second == whole[other].second) continue;
            EntryFields damaged = whole;
            std::swap(damaged[one].second, damaged[other].second);
            CAPTURE(whole[one].first);
            CAPTURE(whole[other].first);
            REQUIRE_FALSE(parse_entry(std::move(damaged)));
        }
    }
}

TEST_CASE("an entry that makes no sense is refused even if its seal is right")
{
    const EntryFields senseless{
        {"format", "aspic-entry-1"},
        {"status", ""},
        {"status", "200 "},
        {"status", "99"},
        {"status", "199"},
        {"status", "600"},
        {"status", "-200"},
        {"position", ""},
        {"position", "1"},
        {"position", "1-"},
        {"position", "-1"},
        {"rendered", "soon"},
        {"rendered", "99999999999999999999"},
        {"modified", ""},
        {"expires", "1800000060.5"},
        {"expires", "-1"},
        {"stale_until", "4611686018427387904"},
        {"error_until", "9223372036854775807"},
        {"render_ms", "-1"},
        {"render_ms", "1s"},
        {"fields", "Content-Type"},
        {"fields", "Content-Type: text/html"},
        {"fields", "Content-Type: text/html\n\n"},
        {"fields", "X: a\r\n"},
        {"fields", "X: a\rSet-Cookie: b=1\n"},
        {"fields", "X y: a\n"},
        {"inputs", "query q"},
        {"inputs", "query q\n"},
        {"inputs", "query q=%\n"},
        {"tags", "manual:ls"},
        {"holes", "x"},
        {"holes", "1 1 /_a"},
        {"holes", "x 1 /_a\n0 0 \n0 0 \n"},
        {"holes", "1 x /_a\n1 0 \n1 0 \n"},
        {"holes", "18 0 /_a\n18 0 \n18 0 \n"},
        {"holes", "16 2 /_a\n17 0 \n17 0 \n"},
        {"holes", "0 1 /_a\n6 1 /_a\n5 1 /_b\n"},
        {"holes", "0 1 /_a\n6 2 /_a\n7 1 /_b\n"},
        {"holes", "-1 1 /_a\n6 1 /_a\n7 1 /_b\n"},
        {"holes", "1\n2 1 /_b\n4 1 /_b\n"},
        {"holes", "0 1 /_a\n"},  // fewer holes than the cuts need
        {"gzip_cuts", "0\n"},
        {"gzip_cuts", "0\n1\n2\n3\n4\n5\n6\n8\n"},
        {"gzip_cuts", "0\n1\n3\n2\n4\n5\n6\n7\n"},
        {"gzip_cuts", "0\n1\nx\n3\n4\n5\n6\n7\n"},
        {"gzip_cuts", "0\n1\n2\n3\n4\n5\n6\n7"},
    };
    for (const auto& [name, value] : senseless) {
        CAPTURE(name);
        CAPTURE(value);
        CHECK_FALSE(is_read_with(name, value));
    }
    CHECK(is_read_with("status", "599"));
    CHECK(is_read_with("holes", "17 0 /_a\n17 0 /_b\n17 0 \n"));
    CHECK(is_read_with("gzip_cuts", ""));
    CHECK(is_read_with("expires", "0"));
}

TEST_CASE("an entry with a snapshot key but without a hole for it is damaged")
{
    const auto entry = full_entry();
    entry->holes = {{17, 0, ""}};
    entry->gzip_cuts.clear();
    CHECK(parse_entry(entry_fields(*entry)) == nullptr);
    entry->snapshot_key.clear();
    CHECK(parse_entry(entry_fields(*entry)) != nullptr);
}

TEST_CASE("each field is required even if the seal is right")
{
    for (const auto& [name, value] : entry_fields(*full_entry())) {
        CAPTURE(name);
        const bool may_be_empty = name == "inputs" || name == "tags" || name == "fields" ||
                                  name == "query" || name == "key" || name == "path" ||
                                  name == "for_authorized" || name == "br" || name == "checksum" ||
                                  name == "snapshot_key" || name == "gzip_cuts" ||
                                  name == "problem";
        const EntryFields fields = without(entry_fields(*full_entry()), name);
        CHECK((parse_entry(with_checksum(fields)) != nullptr) == may_be_empty);
    }
}
