#include <aspic/entries/entry.h>

#include <doctest/doctest.h>

#include <malloc.h>

#include <vector>

#include <aspic/entries/entry_codec.h>
#include "../support/entries.h"

using namespace aspic;
using support::full_entry;

namespace {

std::string record_of(const Entry& entry)
{
    std::string all;
    for (const auto& [name, value] : entry_fields(entry))
        all.append(name).append("=").append(value).append("\n");
    return all;
}

}  // namespace

TEST_CASE("a packed entry says the same as before")
{
    const auto entry = full_entry();
    support::prepare(*entry, {entry->html(), "by gzip", "by br"}, "{}");
    const std::string before = record_of(*entry);
    const Headers fields = entry->fields;
    const std::string head = support::head_of(*entry, support::plain(*entry));
    const std::string head_of_304 =
        support::head_of_304(*entry, entry->representations[ContentCoding::gzip]);
    for (int time = 0; time < 2; ++time) {
        entry->pack();
        CHECK(record_of(*entry) == before);
        CHECK(entry->fields.headers() == fields);
        CHECK(support::head_of(*entry, support::plain(*entry)) == head);
        CHECK(support::head_of_304(*entry, entry->representations[ContentCoding::gzip]) ==
              head_of_304);
        CHECK(support::plain(*entry).etag == entry->body_etag);
        CHECK(entry->problem->body == "{}");
        CHECK(entry->pieces[1].deflated == "y");
    }
}

TEST_CASE("the fields of a packed entry are found by name")
{
    const auto entry = full_entry();
    entry->fields.add("Link", "</a>; rel=preload");
    entry->fields.add("link", "</b>");
    entry->fields.set("ETag", "malformed");
    entry->fields.add("Note", "");
    prepare_fields(*entry);
    entry->pack();
    CHECK(entry->fields.get("x-note") == "a: b");
    CHECK(entry->fields.get("LINK") == "</a>; rel=preload");
    CHECK(entry->fields.joined("Link") == "</a>; rel=preload, </b>");
    CHECK(entry->fields.get("ETag") == "malformed");
    CHECK(entry->fields.get("Note") == "");
    CHECK_FALSE(entry->fields.has("Not"));
    CHECK_FALSE(entry->fields.joined("Other"));
}

TEST_CASE("fields that are set in a packed entry are its fields after the next packing")
{
    const auto entry = full_entry();
    entry->pack();
    entry->fields.set("X-Note", "new");
    entry->fields.remove("Cache-Control");
    entry->key = "another key";
    prepare_fields(*entry);
    entry->pack();
    CHECK(entry->fields.get("X-Note") == "new");
    CHECK_FALSE(entry->fields.has("Cache-Control"));
    CHECK(entry->key == "another key");
    CHECK(entry->head.find("X-Note: new\r\n") != std::string::npos);
}

TEST_CASE("an entry's size is what the allocator gives for it")
{
    const auto in_use = [] { return ::mallinfo2().uordblks; };
    if (in_use() == 0) return;  // a sanitizer has another allocator
    constexpr std::size_t count = 400;
    std::vector<EntryPtr> entries;
    entries.reserve(count);
    const std::size_t before = in_use();
    std::size_t sizes = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto entry = full_entry("key " + std::to_string(i));
        entry->pack();
        sizes += entry->size();
        entries.push_back(entry);
    }
    const std::size_t taken = in_use() - before;
    CHECK(sizes > taken * 9 / 10);
    CHECK(sizes < taken * 11 / 10);
}

TEST_CASE("an entry takes at most 600 bytes beside its texts and holes")
{
    const auto entry = full_entry("a key");
    support::set_body(*entry, std::string(10'000, 'x'));
    entry->inputs.clear();
    entry->tags.clear();
    entry->pack();
    const Representation& plain = support::plain(*entry);
    const std::size_t texts =
        plain.body.size() + entry->head.size() + plain.fields.size() + entry->key.size();
    CHECK(entry->size() > texts);
    CHECK(entry->size() < texts + 600);
}

TEST_CASE("the copies of a packed entry share the fields that are the same")
{
    const auto entry = full_entry("a key");
    entry->fields.set("Content-Security-Policy", std::string(2'000, 'x'));
    support::prepare(*entry, {entry->html(), "by gzip", "by br", "by dcz"});
    entry->pack();
    std::size_t heads = 0;
    for (const Representation& one : entry->representations)
        heads += support::head_of(*entry, one).size();
    CHECK(heads > 8'000);
    CHECK(entry->size() < 5'000);
}
