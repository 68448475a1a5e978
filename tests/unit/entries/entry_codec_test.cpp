#include <aspic/entries/entry_codec.h>

#include <doctest/doctest.h>

#include <algorithm>

#include "../support/entries.h"
#include "../support/entry_texts.h"

using namespace aspic;
using support::full_entry;
using support::texts_of;

namespace {

std::shared_ptr<Entry> read(const EntryFields& fields)
{
    return parse_entry(texts_of(fields));
}

std::shared_ptr<Entry> written_and_read(const Entry& entry)
{
    return read(entry_fields(entry));
}

EntryFields without(EntryFields fields, std::string_view name)
{
    std::erase_if(fields, [name](const auto& field) { return field.first == name; });
    return fields;
}

}  // namespace

TEST_CASE("an entry's fields are read back to the same entry")
{
    const auto entry = full_entry();
    const auto found = written_and_read(*entry);
    REQUIRE(found);
    CHECK(found->key == entry->key);
    CHECK(found->path == entry->path);
    CHECK(found->query == entry->query);
    CHECK(found->inputs == entry->inputs);
    CHECK(found->tags == entry->tags);
    CHECK(found->position == entry->position);
    CHECK(found->status == entry->status);
    CHECK(found->fields == entry->fields);
    CHECK(found->holes == entry->holes);
    CHECK(found->snapshot_key == entry->snapshot_key);
    CHECK(found->gzip_cuts == entry->gzip_cuts);
    CHECK(found->body_etag == entry->body_etag);
    REQUIRE(found->pieces.size() == 4);
    CHECK(found->pieces[1].offset == 3);
    CHECK(found->pieces[1].size == 3);
    CHECK(found->pieces[1].deflated == "y");
    CHECK(found->pieces[1].crc == entry->pieces[1].crc);
    CHECK(found->rendered == entry->rendered);
    CHECK(found->modified == entry->modified);
    CHECK(found->expires == entry->expires);
    CHECK(found->stale_until == entry->stale_until);
    CHECK(found->error_until == entry->error_until);
    CHECK(found->render_time == entry->render_time);
    CHECK(found->for_authorized == entry->for_authorized);
    for (const Representation& one : entry->representations) {
        CAPTURE(one.etag.view());
        const Representation& same = found->representations[one.coding];
        CHECK(same.body == one.body);
        CHECK(same.etag == one.etag);
        CHECK(support::head_of(*found, same) == support::head_of(*entry, one));
        CHECK(support::head_of_304(*found, same) == support::head_of_304(*entry, one));
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
    const auto found = written_and_read(*entry);
    REQUIRE(found);
    CHECK(found->inputs.empty());
    CHECK(found->tags.empty());
    CHECK(found->holes.empty());
    CHECK(found->html().empty());
    CHECK(found->position == Position{});
    CHECK_FALSE(found->for_authorized);
    CHECK(found->representations[ContentCoding::gzip].etag.empty());
}

TEST_CASE("an error is read back with both of its forms")
{
    const auto entry = full_entry();
    entry->status = 404;
    support::set_body(*entry, "missing", "{\"status\":404}\n");
    const auto found = written_and_read(*entry);
    REQUIRE(found);
    REQUIRE(found->problem);
    CHECK(found->problem->body == entry->problem->body);
    CHECK(found->problem->etag == entry->problem->etag);
    CHECK(found->problem->fields == entry->problem->fields);
    CHECK(support::head_of(*found, support::plain(*found)) ==
          support::head_of(*entry, support::plain(*entry)));
    CHECK_FALSE(written_and_read(*full_entry())->problem);
}

TEST_CASE("an input with an odd name can be read back")
{
    const auto entry = full_entry();
    entry->inputs = {{"query a=b\nc", "1"}, {"query %0A", "2"}};
    const auto found = written_and_read(*entry);
    REQUIRE(found);
    CHECK(found->inputs == entry->inputs);
}

TEST_CASE("members that exist only in memory are not written")
{
    const auto entry = full_entry();
    const EntryFields before = entry_fields(*entry);
    entry->untouched_at = 7;
    entry->is_shared = true;
    CHECK(entry_fields(*entry) == before);
    const auto found = read(before);
    REQUIRE(found);
    CHECK(found->untouched_at == UINT64_MAX);
    CHECK_FALSE(found->is_shared);
}

TEST_CASE("an entry that is read with one copy has the fields of all, and no other body")
{
    const auto entry = full_entry();
    const EntryFields fields = entry_fields(*entry);
    for (const Representation& one : entry->representations) {
        CAPTURE(one.etag.view());
        Codings asked{};
        asked[static_cast<std::size_t>(one.coding)] = true;
        const auto found = parse_entry(texts_of(fields, asked));
        REQUIRE(found);
        CHECK_FALSE(found->is_whole());
        CHECK(found->copies() == all_codings);
        for (const Representation& other : found->representations) {
            CHECK(other.is_loaded() == (other.coding == one.coding));
            CHECK(other.fields == entry->representations[other.coding].fields);
        }
        CHECK(found->representations[one.coding].body == one.body);
        CHECK(found->pieces.size() == 4);
        CHECK(found->pieces[1].deflated == (one.coding == ContentCoding::gzip ? "y" : ""));
    }
}

TEST_CASE("the body of a page without coded copies is always read")
{
    const auto entry = full_entry();
    support::set_body(*entry, "short");
    const auto found = parse_entry(texts_of(entry_fields(*entry), {false, false, true}));
    REQUIRE(found);
    CHECK(found->is_whole());
    CHECK(found->html() == "short");
}

TEST_CASE("every changed, dropped or added byte in any field is noticed")
{
    const EntryFields whole = entry_fields(*full_entry());
    REQUIRE(read(whole));
    std::size_t tried = 0;
    const auto is_noticed = [&](std::size_t field, std::string value) {
        EntryFields damaged = whole;
        damaged[field].second = std::move(value);
        ++tried;
        return read(damaged) == nullptr;
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
            EntryFields damaged = whole;
            std::swap(damaged[one].second, damaged[other].second);
            CAPTURE(whole[one].first);
            CAPTURE(whole[other].first);
            REQUIRE_FALSE(read(damaged));
        }
    }
}

TEST_CASE("without its record, an entry is damaged; without a body, that copy is not loaded")
{
    const EntryFields whole = entry_fields(*full_entry());
    CHECK_FALSE(read({}));
    CHECK_FALSE(read(without(whole, "record")));
    const auto found = read(without(whole, "br"));
    REQUIRE(found);
    CHECK_FALSE(found->is_whole());
}

TEST_CASE("an error without the JSON that its record names is damaged")
{
    const auto entry = full_entry();
    entry->status = 404;
    support::set_body(*entry, "missing", "{}");
    CHECK(written_and_read(*entry));
    CHECK_FALSE(read(without(entry_fields(*entry), "problem")));
}
